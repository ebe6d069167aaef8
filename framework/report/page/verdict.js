// SPDX-License-Identifier: Apache-2.0
// The heading and the table of verdicts.

const badge = (kind, text) => el("span", { class: `badge ${kind}` }, text);

const speedBadge = (verdict) => {
  if (columns[0].seconds.length === 0) return badge("open", "not timed");
  const { time_ratio: ratio, speed } = verdict;
  const estimate = number(ratio[1]);
  const factor = (estimate < 1 ? 1 / estimate : estimate).toFixed(2) + "×";
  switch (speed) {
    case "faster": return badge("good", `${factor} faster`);
    case "slower": return badge("bad", `${factor} slower`);
    case "same": return badge("", "as fast");
    case "unsteady": return badge("open", "no verdict: unsteady");
    case "few_rounds": return badge("open", "no verdict: few rounds");
    default: return badge("open", "no verdict");
  }
};

const qualityBadge = (column) => {
  if (!columns[0].repeats || !column.repeats) return badge("open", "no verdict: not repeatable");
  if (column.same) return badge("", "same output");
  if (Object.keys(column.verdict.metrics).length === 0) return badge("", "not judged");
  switch (column.verdict.quality) {
    case "better": return badge("good", "better");
    case "not_worse": return badge("good", "not worse");
    case "same": return badge("", "the same");
    case "worse": return badge("bad", "worse");
    default: return badge("open", "no verdict");
  }
};

const showTop = () => {
  const others = columns.slice(1).map((column) => column.name);
  const listed = others.length > 6 ? `${others.length} variants` : others.join(", ");
  document.title = `${columns[0].name} against ${listed} – pipeline compare`;
  document.getElementById("top").append(
    el("h1", null, `${columns[0].name} against ${listed}`),
    el("p", { class: "soft" }, [
      `graph ${columns[0].graph.name}`,
      plural(comparison.images.length, "image"),
      plural(comparison.threads, "thread"),
      plural(comparison.rounds, "round"),
      details.date,
    ].join(" · ")));
};

const showVerdict = () => {
  const head = ["variant", "quality", "speed", "median time",
    ...metrics.map((metric) => named(metric.name, metric.unit)), "output", "memory"];
  const rows = columns.map((column) => {
    const numbers = [
      column.seconds.length ? `${short(1e3 * column.time)} ms` : "–",
      ...column.means.map(short),
      bytes(column.bytes),
      column.memory ? bytes(column.memory) : "–",
    ].map((text) => el("td", null, text));
    const verdict = column.verdict
      ? [el("td", { class: "left" }, qualityBadge(column)), el("td", { class: "left" }, speedBadge(column.verdict))]
      : [el("td", { class: "left soft", colspan: 2 }, column.index === 0 ? "the baseline" : "not judged")];
    return el("tr", null, el("th", { scope: "row" }, dot(column), column.name), verdict, numbers);
  });
  const words = columns.filter((column) => column.words).map((column) => {
    const first = column.difference;
    return el("li", null, el("b", null, column.name), `: ${column.words}`,
      first ? `. First differs in stage '${first.stage}', ${first.port} of ${first.image}: ${first.what}` : "");
  });
  section("verdict", "Verdict",
    el("div", { class: "wide" }, el("table", null,
      el("thead", null, el("tr", null, head.map((text, i) =>
        el("th", { scope: "col", class: i === 1 || i === 2 ? "left" : false }, text)))),
      el("tbody", null, rows))),
    el("ul", { class: "words" }, words),
    el("p", { class: "small soft" },
      `Means over ${plural(comparison.images.length, "image")}; times are medians over images of medians over rounds. ` +
      `All intervals in brackets hold together with ${(100 * (1 - comparison.alpha)).toFixed(0)} %.` +
      (comparison.images.length < comparison.least_images
        ? ` What is said is said of these images, not of others like them; that takes ${comparison.least_images}.` : "")));
};
