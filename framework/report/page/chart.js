// SPDX-License-Identifier: Apache-2.0
// Axes for charts that are drawn anew at every width.

// Round values at about `count` places between the two.
const linearTicks = (low, high, count) => {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; ++i) ticks.push(i * step);
  return ticks;
};
const logTicks = (low, high, count) => {
  const all = [[1], [1, 3], [1, 2, 5]].map((digits) => {
    const ticks = [];
    for (let p = Math.floor(Math.log10(low)); p <= Math.log10(high); ++p) {
      for (const d of digits) if (d * 10 ** p >= low && d * 10 ** p <= high) ticks.push(d * 10 ** p);
    }
    return ticks;
  });
  const fitting = all.filter((ticks) => ticks.length <= count + 1 && ticks.length > 1);
  return fitting.length ? fitting[fitting.length - 1] : linearTicks(low, high, Math.min(count, 4));
};

// From values to [from, to]; logarithmic where they span much and are positive.
const scaleOf = (values, from, to, { padding = 0.06, log = null } = {}) => {
  const finite = values.filter(Number.isFinite);
  let low = Math.min(...finite), high = Math.max(...finite);
  const isLog = log ?? (low > 0 && high / low > 6);
  if (isLog) [low, high] = [Math.log(low), Math.log(high)];
  const room = (high - low) * padding || Math.abs(high) * 0.05 || (isLog ? 0.05 : 1);
  [low, high] = [low - room, high + room];
  const at = (v) => from + (((isLog ? Math.log(v) : v) - low) / (high - low)) * (to - from);
  const ticks = (count) => (isLog ? logTicks(Math.exp(low), Math.exp(high), count) : linearTicks(low, high, count));
  return { at, ticks };
};

const tickText = (value) => {
  const size = Math.abs(value);
  const [unit, name] = size >= 1e6 ? [1e6, " M"] : size >= 1e4 ? [1e3, " k"] : [1, ""];
  return (String(Number((value / unit).toPrecision(6))) + name).replaceAll("-", "−");
};

const xAxis = (scale, top, bottom, left, right, label, format = tickText) => [
  scale.ticks(Math.max(2, Math.floor((right - left) / 80))).map((v) => [
    svgEl("line", { class: "grid", x1: scale.at(v), x2: scale.at(v), y1: top, y2: bottom }),
    svgEl("text", { class: "tick", x: scale.at(v), y: bottom + 16, "text-anchor": "middle" }, format(v)),
  ]),
  svgEl("text", { class: "tick", x: (left + right) / 2, y: bottom + 34, "text-anchor": "middle" }, label),
];
const yAxis = (scale, left, right, top, bottom, format = tickText) =>
  scale.ticks(Math.max(2, Math.floor((bottom - top) / 44))).map((v) => [
    svgEl("line", { class: "grid", x1: left, x2: right, y1: scale.at(v), y2: scale.at(v) }),
    svgEl("text", { class: "tick", x: left - 8, y: scale.at(v) + 4, "text-anchor": "end" }, format(v)),
  ]);

// draw(width) gives {height, parts}.
const chart = (title, description, draw) => {
  const picture = svgEl("svg", { role: "img", "aria-label": description });
  const node = el("div", { class: "chart" }, el("h3", null, title), picture);
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.floor(node.clientWidth);
    if (width === drawn || width === 0) return;
    drawn = width;
    const { height, parts } = draw(width);
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.replaceChildren(...parts.flat(9).filter((part) => part != null));
  }).observe(node);
  return node;
};
