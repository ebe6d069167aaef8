// SPDX-License-Identifier: Apache-2.0
// How it was measured, and how to do it again.

const copyButton = (text) => el("button", {
  onclick: async (event) => {
    const button = event.currentTarget;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(button.parentNode.querySelector("pre"));
      button.textContent = "Selected";
    }
  },
}, "Copy");

const stageVersions = () => {
  const all = new Map();
  for (const column of columns) for (const stage of column.graph.stages) all.set(stage.uses, stage.version);
  return [...all].map(([uses, version]) => `${uses} ${version}`).join(", ");
};

const selfText = () => {
  if (!again.length) return "not timed";
  const ratio = median(again.map(median)) / columns[0].time;
  return `${ratio.toFixed(3)} times its own time, measured as though it were a variant`;
};

const showMethod = () => {
  const alone = comparison.timing === "isolated";
  const failed = comparison.failed.map((f) => `${f.image}${f.variant ? `, ${f.variant}` : ""}${f.stage ? `, stage '${f.stage}'` : ""}: ${f.error}`);
  const facts = [
    ["machine", comparison.machine],
    ["system", comparison.system],
    ["program", `pipeline ${comparison.pipeline}, built with ${details.built_with}, runs with ${details.runs_with}`],
    ["stages", stageVersions()],
    ["timed", alone ? `${comparison.timed_stages.join(", ")}, alone, on inputs made before` : "whole graphs, images in parallel"],
    ["threads", String(comparison.threads)],
    ["images", `${comparison.images.length} judged, ${comparison.timed_images.length} timed` +
      (comparison.not_reached ? `, ${comparison.not_reached} not reached within the budget` : "")],
    ...(comparison.stopped ? [["stopped", "before all was decided"]] : []),
    ["rounds", `${comparison.rounds}, in random order; at most ${comparison.budget} s for each variant`],
    ["seed", comparison.seed],
    ["baseline", selfText()],
    ["margins", metrics.filter((m) => m.margin != null).map((m) => `${m.name} ${m.margin} ${m.unit}`.trim()).join(", ") || "none: quality is not judged"],
    ["repeatable", columns.every((c) => c.repeats) ? "every variant makes the same output twice"
      : `no: ${columns.filter((c) => !c.repeats).map((c) => c.name).join(", ")} makes different outputs of one image`],
    ...(failed.length ? [["left out", failed.join("; ")]] : []),
    ["date", details.date],
  ];
  section("method", "How it was measured",
    el("p", { class: "small soft" }, `Again, in ${details.folder}:`),
    el("div", { class: "command" }, el("pre", null, details.command), copyButton(details.command)),
    el("dl", null, facts.flatMap(([name, text]) => [el("dt", null, name), el("dd", null, text)])));
};
