// SPDX-License-Identifier: Apache-2.0
// Making elements, and numbers as people read them. Text is always set as text, never as HTML.

const fill = (node, attributes, children) => {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child != null));
  return node;
};
const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svgEl = (name, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

const section = (id, title, ...lead) => {
  const node = document.getElementById(id);
  node.replaceChildren(el("h2", null, title), ...lead.filter((part) => part != null));
  return node;
};

// A labelled <select> over [value, text] pairs.
const choice = (name, pairs, value, onchange) => {
  const options = pairs.map(([v, text]) => el("option", { value: v, selected: String(v) === String(value) }, text));
  return el("label", null, name, el("select", { onchange: (event) => onchange(event.target.value) }, options));
};

// Three digits that count.
const short = (value) => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 99950) return size >= 99950e3 ? `${short(value / 1e6)} M` : `${short(value / 1e3)} k`;
  if (size > 0 && size < 1e-4) return value.toExponential(2).replaceAll("-", "−");
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4;
  return value.toFixed(decimals).replace("-", "−");
};
const signed = (value) => (value > 0 ? "+" : "") + short(value);
const bytes = (value) => {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  for (; value >= 999.5 && unit + 1 < units.length; ++unit) value /= 1000;
  return (unit === 0 || value >= 99.95 ? value.toFixed(0) : short(value)) + " " + units[unit];
};
const plural = (count, one, many = one + "s") => `${count} ${count === 1 ? one : many}`;
const named = (name, unit) => (unit ? `${name} (${unit})` : name);

const quantile = (sorted, q) => {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q, below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
};
const ascending = (values) => [...values].sort((a, b) => a - b);
const median = (values) => quantile(ascending(values), 0.5);
const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
