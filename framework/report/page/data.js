// SPDX-License-Identifier: Apache-2.0
// What the page holds: the comparison as `compare --json` writes it, details, and files of pictures.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const comparison = read("comparison");
const details = read("details");

// JSON has no infinity.
const number = (value) => ({ inf: Infinity, "-inf": -Infinity, nan: NaN })[value] ?? value;

const metrics = comparison.metrics;

// The baseline, then the variants.
const columns = [comparison.baseline, ...comparison.variants].map((column, index) => {
  const values = metrics.map((metric) => column.metrics[metric.name].map(number));
  return {
    index,
    name: column.name,
    colour: `var(--c${index === 0 ? 0 : ((index - 1) % 7) + 1})`,
    seconds: column.seconds,
    values,
    means: values.map(mean),
    time: median(column.seconds.map(median)),
    bytes: column.output_bytes / comparison.images.length,
    memory: column.peak_bytes,
    verdict: column.verdict,
    words: column.words,
    same: column.same_output,
    repeats: column.repeatable,
    difference: column.first_difference,
    graph: details.graphs[index],
  };
});

const dot = (column) => el("span", { class: "dot", style: `--colour: ${column.colour}` });

// As short as they can be told apart.
const imageNames = (() => {
  const ends = comparison.images.map((path) => path.split("/").pop());
  return new Set(ends).size === ends.length ? ends : comparison.images;
})();

const fileUrl = (file) => document.getElementById(`file-${file}`).textContent;

// What there is to see of one of details.images, in the order in which graphs make it:
// {key, stage, uses, subjects}, a subject for each column, null where it makes none.
const viewsOf = (image) => {
  const views = [];
  columns.forEach((column, c) => {
    let place = 0;
    image.variants[c].forEach((outputs, s) => outputs.forEach((shown, o) => shown.forEach(({ part, subject }) => {
      const stage = column.graph.stages[s];
      const key = `${stage.name}.${stage.outputs[o]}${part}`;
      let at = views.findIndex((view) => view.key === key);
      if (at < 0) {
        at = place;
        views.splice(at, 0, { key, stage: stage.name, uses: [], subjects: columns.map(() => null) });
      }
      place = at + 1;
      views[at].subjects[c] = subject;
      const uses = `${stage.uses} ${stage.version}`;
      if (!views[at].uses.includes(uses)) views[at].uses.push(uses);
    })));
  });
  return views;
};

const isPicture = (image, subject) => subject != null && image.subjects[subject].picture != null;

// The view of an output of the baseline's graph that can be seen, else the last picture.
const mainView = (image, views) => {
  const graph = columns[0].graph;
  const outputs = graph.outputs.map(({ stage, output }) => `${graph.stages[stage].name}.${graph.stages[stage].outputs[output]}`);
  const seen = views.filter((view) => isPicture(image, view.subjects[0]));
  return seen.find((view) => outputs.includes(view.key)) || seen[seen.length - 1];
};

// Views of what the graphs take.
const inputViews = (image, views) =>
  views.filter((view) => columns[0].graph.inputs.includes(view.stage) && isPicture(image, view.subjects[0]));
