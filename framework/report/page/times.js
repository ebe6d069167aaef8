// SPDX-License-Identifier: Apache-2.0
// Distributions of times: of single rounds, and of what a variant takes of the baseline's time.

const again = comparison.baseline.seconds_again;

// Rows of {name, colour, values, interval}: points, the box of the middle half, the median, whiskers
// from the 5th to the 95th of a hundred; the verdict's interval as a bar below.
const distribution = (title, rows, label, { line = null, log = null } = {}) =>
  chart(title, `${title}: ${rows.map((row) => `${row.name} ${short(median(row.values))}`).join(", ")}`, (width) => {
    const longest = Math.max(...rows.map((row) => row.name.length));
    const left = Math.min(width * 0.34, longest * 6.6 + 14), right = width - 12, step = 40, top = 4;
    const bottom = top + step * rows.length;
    const sorted = rows.map((row) => ascending(row.values));
    const ends = sorted.flatMap((s, i) => [quantile(s, 0.02), quantile(s, 0.98), ...(rows[i].interval || [])]);
    const scale = scaleOf(line == null ? ends : [...ends, line], left, right, { log });
    const inside = (v) => Math.min(right, Math.max(left, scale.at(v)));
    const marks = rows.map((row, i) => {
      const y = top + step * (i + 0.5), s = sorted[i];
      const q = [0.05, 0.25, 0.5, 0.75, 0.95].map((part) => inside(quantile(s, part)));
      const every = Math.max(1, Math.ceil(row.values.length / 300));
      const points = row.values.filter((_, k) => k % every === 0).map((v, k) =>
        svgEl("circle", { class: "mark", cx: inside(v), cy: y - 7 + ((k * 0.618034) % 1) * 14, r: 1.6, opacity: 0.28, stroke: "none" }));
      const room = Math.floor((left - 12) / 6.6);
      return svgEl("g", { style: `--colour: ${row.colour}` },
        svgEl("title", null, `${row.name}: median ${short(quantile(s, 0.5))}, middle half ${short(quantile(s, 0.25))} to ${short(quantile(s, 0.75))}, ${plural(s.length, "sample")}`),
        svgEl("text", { x: left - 10, y: y + 4, "text-anchor": "end" }, row.name.length > room ? `${row.name.slice(0, Math.max(3, room - 1))}…` : row.name),
        points,
        svgEl("line", { class: "mark", x1: q[0], x2: q[4], y1: y, y2: y, opacity: 0.8 }),
        svgEl("rect", { class: "mark", x: q[1], y: y - 8, width: Math.max(1, q[3] - q[1]), height: 16, "fill-opacity": 0.18, rx: 2 }),
        svgEl("line", { class: "mark", x1: q[2], x2: q[2], y1: y - 10, y2: y + 10, "stroke-width": 2.5 }),
        row.interval ? svgEl("line", { class: "mark", x1: inside(row.interval[0]), x2: inside(row.interval[1]), y1: y + 14, y2: y + 14, "stroke-width": 4, "stroke-linecap": "round" }) : null);
    });
    return {
      height: bottom + 42,
      parts: [xAxis(scale, top, bottom, left, right, label),
        line == null ? null : svgEl("line", { class: "axis", x1: scale.at(line), x2: scale.at(line), y1: top, y2: bottom }), marks],
    };
  });

const showTimes = () => {
  if (!columns[0].seconds.length) return;
  const together = comparison.timing === "throughput";
  const names = together ? [] : comparison.timed_images.map((path) => imageNames[comparison.images.indexOf(path)]);
  const charts = el("div", { class: "charts" });
  const draw = (image) => {
    const taken = (seconds) => (image === "all" ? seconds : [seconds[Number(image)]]);
    const rows = [...columns.slice(0, 1), { ...columns[0], name: `${columns[0].name} again`, seconds: again, verdict: null }, ...columns.slice(1)];
    const base = taken(columns[0].seconds);
    charts.replaceChildren(
      distribution(together ? "Time of all images" : "Time", rows.map((row) => ({ name: row.name, colour: row.colour, values: taken(row.seconds).flat().map((s) => 1e3 * s) })), "milliseconds"),
      distribution("Time as a factor of the baseline's", rows.slice(1).map((row) => ({
        name: row.name, colour: row.colour,
        values: taken(row.seconds).flatMap((rounds, i) => rounds.map((s, r) => s / base[i][r])),
        interval: image === "all" && row.verdict ? [row.verdict.time_ratio[0], row.verdict.time_ratio[2]].map(number) : null,
      })), "factor; each point is of one round and image", { line: 1 }));
  };
  const all = comparison.rounds, kept = columns[0].seconds[0].length;
  section("times", "Times",
    el("p", { class: "small soft" },
      `${together ? "Whole graphs, images in parallel" : `${comparison.timed_stages.join(", ")} alone`}, on ${plural(comparison.threads, "thread")}. ` +
      "Points are single rounds, boxes hold the middle half of them, lines nine tenths; the bar below is the interval of the verdict. " +
      (kept < all ? `${kept} of ${all} rounds are in this page. ` : "")),
    names.length > 1 ? el("div", { class: "bar" }, choice("image", [["all", "all images"], ...names.map((name, i) => [i, name])], "all", draw)) : null,
    charts);
  draw("all");
};
