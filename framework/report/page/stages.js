// SPDX-License-Identifier: Apache-2.0
// All that the stages make of one image; what several variants make alike stands once.

const stageFigure = (image, view, subject, makers) => {
  const what = image.subjects[subject];
  const caption = el("figcaption", null,
    makers.length === columns.length && columns.length > 1 ? el("b", null, "all alike")
      : makers.map((column) => el("b", null, dot(column), column.name)),
    what.what ? el("span", { class: "soft" }, what.what) : null);
  if (what.picture == null) {
    const text = what.text && what.text.replace(/^-?\d+\.\d+(?= |$)/, (digits) => short(Number(digits)));
    return el("figure", null, el("pre", null, text || "left out: there was no room for it in the page"), caption);
  }
  const show = () => {
    viewed.key = view.key;
    const other = columns.find((column) => view.subjects[column.index] != null && view.subjects[column.index] !== subject);
    viewed.left = String(makers[0].index === 0 || !other ? makers[0].index : other.index);
    viewed.right = String(makers[0].index === 0 || !other ? (other || makers[0]).index : makers[0].index);
    showPictures();
    document.getElementById("pictures").scrollIntoView();
    document.getElementById("pictures").querySelector(".bar select").focus({ preventScroll: true });
  };
  return el("figure", null,
    el("button", { onclick: show, title: "put it under the slider" },
      el("img", { src: fileUrl(what.picture), loading: "lazy", decoding: "async", alt: `${view.key} of ${makers.map((c) => c.name).join(", ")}` })),
    caption);
};

// What shows the same in every column shows alike.
const looks = (image, view) =>
  view.subjects.map((subject) => (isPicture(image, subject) ? image.subjects[subject].picture : `- ${subject}`)).join();

const showStages = (image, views) => {
  const seen = new Map();
  const rows = views.map((view) => {
    const look = looks(image, view), twin = seen.get(look);
    if (!twin) seen.set(look, view.key);
    const makers = new Map();  // by subject
    view.subjects.forEach((subject, c) => {
      if (subject == null) return;
      // Numbers are subjects of their own, equal or not.
      const { picture, text } = image.subjects[subject];
      const key = picture != null ? `file ${picture}` : text != null ? `text ${text}` : `subject ${subject}`;
      if (!makers.has(key)) makers.set(key, { subject, columns: [] });
      makers.get(key).columns.push(columns[c]);
    });
    const uses = view.uses.length > 3 ? `${view.uses.length} variants` : view.uses.join(", ");
    const title = el("h3", null, view.key, " ", el("span", { class: "soft small", style: "font-weight: 400" }, uses));
    if (twin) return el("div", { class: "row" }, title, el("p", { class: "small soft" }, `looks as ${twin}`));
    return el("div", { class: "row" }, title,
      el("div", { class: "gallery" }, [...makers.values()].map(({ subject, columns: c }) => stageFigure(image, view, subject, c))));
  });
  section("stages", "Every stage",
    el("p", { class: "small soft" }, `What each stage makes of ${imageNames[image.judged]}, in the order of the graph. A picture that is clicked goes under the slider.`),
    ...rows);
};
