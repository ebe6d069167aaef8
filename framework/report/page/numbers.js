// SPDX-License-Identifier: Apache-2.0
// One quantity of every image and variant.

const showNumbers = () => {
  const timed = comparison.timing === "isolated" && columns[0].seconds.length > 0;
  const tables = [
    ...metrics.map((metric, m) => ({ name: named(metric.name, metric.unit), of: (column, i) => column.values[m][i] })),
    ...(timed ? [{
      name: "median time (ms)",
      of: (column, i) => {
        const at = comparison.timed_images.indexOf(comparison.images[i]);
        return at < 0 ? NaN : 1e3 * median(column.seconds[at]);
      },
    }] : []),
  ];
  if (tables.length === 0) return;
  const place = el("div", { class: "wide" });
  const draw = (name) => {
    const table = tables.find((t) => t.name === name);
    place.replaceChildren(el("table", null,
      el("thead", null, el("tr", null, el("th", { scope: "col" }, "image"), columns.map((column) => el("th", { scope: "col" }, column.name)))),
      el("tbody", null, imageNames.map((image, i) => el("tr", null,
        el("th", { scope: "row", title: comparison.images[i] }, image), columns.map((column) => el("td", null, short(table.of(column, i)))))))));
  };
  const save = () => {
    const text = document.getElementById("comparison").textContent;
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: "comparison.json" });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  section("numbers", "Numbers",
    el("div", { class: "bar" }, choice("of each image", tables.map((t) => [t.name, t.name]), tables[0].name, draw),
      el("button", { onclick: save }, "Save all samples as JSON")),
    el("details", { open: imageNames.length <= 12 }, el("summary", null, plural(imageNames.length, "image")), place));
  draw(tables[0].name);
};
