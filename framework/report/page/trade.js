// SPDX-License-Identifier: Apache-2.0
// What is paid for what is got: Pareto fronts of time, quality and bytes.

const quantities = () => [
  ...(columns[0].seconds.length ? [{ name: "time (ms)", lower: true, of: (column) => 1e3 * column.time }] : []),
  { name: "output (kB)", lower: true, of: (column) => column.bytes / 1e3 },
  ...metrics.filter((metric) => metric.better).map((metric) => ({
    name: named(metric.name, metric.unit), lower: metric.better === "lower", of: (column) => column.means[metrics.indexOf(metric)],
  })),
];

// Those that no other is at least as good as in both, and better in one; the best in x first.
const frontOf = (points, x, y) => {
  const worth = (quantity, point) => (quantity.lower ? -1 : 1) * quantity.of(point);
  const front = points.filter((p) => !points.some((q) =>
    worth(x, q) >= worth(x, p) && worth(y, q) >= worth(y, p) && (worth(x, q) > worth(x, p) || worth(y, q) > worth(y, p))));
  return front.sort((a, b) => worth(x, b) - worth(x, a));
};

const tradeChart = (x, y) => {
  const points = columns.filter((column) => Number.isFinite(x.of(column)) && Number.isFinite(y.of(column)));
  const front = frontOf(points, x, y);
  const title = `${y.name} by ${x.name}`;
  const better = el("span", { class: "soft small", style: "font-weight: 400" }, ` ${y.lower ? "less" : "more"} is better`);
  return chart([title, better], `${title}; on the front: ${front.map((column) => column.name).join(", ")}`, (width) => {
    const height = Math.round(Math.min(340, Math.max(240, width * 0.62)));
    const left = 52, right = width - 14, top = 10, bottom = height - 42;
    const xs = scaleOf(points.map(x.of), left, right, { padding: 0.09 }), ys = scaleOf(points.map(y.of), bottom, top, { padding: 0.12 });
    const at = (column) => [xs.at(x.of(column)), ys.at(y.of(column))];
    // All that is no better than the front is beyond these steps.
    let path = "";
    front.forEach((column, i) => {
      const [px, py] = at(column);
      if (i > 0) path += ` H ${px}`;
      path += i === 0 ? `M ${px} ${py}` : ` V ${py}`;
    });
    const taken = points.map((column) => { const [px, py] = at(column); return [px - 6, py - 6, px + 6, py + 6]; });
    const label = (column) => {
      const [px, py] = at(column), w = column.name.length * 6.4;
      const places = [[px + 9, py + 4, "start"], [px - 9, py + 4, "end"], [px, py - 10, "middle"], [px, py + 20, "middle"]];
      for (const [tx, ty, anchor] of places) {
        const x0 = anchor === "start" ? tx : anchor === "end" ? tx - w : tx - w / 2;
        const box = [x0, ty - 11, x0 + w, ty + 3];
        if (box[0] < left || box[2] > right + 10 || box[1] < 0) continue;
        if (taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) continue;
        taken.push(box);
        return svgEl("text", { class: "halo", x: tx, y: ty, "text-anchor": anchor }, column.name);
      }
      return null;
    };
    const marks = [...points].reverse().map((column) => {
      const [cx, cy] = at(column), on = front.includes(column);
      return svgEl("circle", { class: "mark", style: `--colour: ${column.colour}`, cx, cy, r: on ? 6 : 5, "fill-opacity": on ? 1 : 0.15, "stroke-width": 1.5 },
        svgEl("title", null, `${column.name}: ${y.name} ${short(y.of(column))}, ${x.name} ${short(x.of(column))}${on ? ", on the front" : ""}`));
    });
    return {
      height,
      parts: [xAxis(xs, top, bottom, left, right, `${x.name}, ${x.lower ? "less" : "more"} is better`), yAxis(ys, left, right, top, bottom),
        svgEl("path", { class: "front", d: path }), marks,
        [...front, ...points.filter((column) => !front.includes(column))].map(label)],
    };
  });
};

const showTrade = () => {
  if (columns.length < 3) return;
  const all = quantities();
  const kinds = all.filter((quantity) => quantity.name.startsWith("time") || quantity.name.startsWith("output"));
  const charts = el("div", { class: "charts" });
  const draw = (name) => {
    const x = all.find((quantity) => quantity.name === name);
    charts.replaceChildren(...all.filter((quantity) => quantity !== x).map((y) => tradeChart(x, y)));
  };
  section("trade", "What is paid for what",
    el("p", { class: "small soft" }, "Means over images, and the median time. Filled points are on the Pareto front: no other variant is as good in both and better in one."),
    kinds.length > 1 ? el("div", { class: "bar" }, choice("by", kinds.map((quantity) => [quantity.name, quantity.name]), kinds[0].name, draw)) : null,
    charts);
  draw(kinds[0].name);
};
