// SPDX-License-Identifier: Apache-2.0
// Two pictures of one image under a slider, and where they differ.

const viewed = { image: 0, key: null, left: "0", right: "1", zoom: "fit", at: 50 };

// Dark where equal, then violet, red, yellow, white; stops of [r, g, b], evenly spread.
const heatStops = [[8, 6, 22], [66, 18, 106], [147, 38, 103], [221, 81, 58], [252, 165, 10], [252, 255, 200]];
const heatColours = Array.from({ length: 256 }, (_, v) => {
  const at = (v / 255) * (heatStops.length - 1), i = Math.min(Math.floor(at), heatStops.length - 2);
  return heatStops[i].map((low, c) => low + (heatStops[i + 1][c] - low) * (at - i));
});

const loaded = (subject) => new Promise((resolve) => {
  const picture = new Image();
  picture.onload = () => resolve(picture);
  picture.onerror = () => resolve(null);
  picture.src = fileUrl(subject.picture);
});

const pixelsOf = (picture, width, height) => {
  const canvas = el("canvas", { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff";  // transparent pixels are compared as on paper
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
};

// The largest difference of any channel, by pixel: 0 to 255.
const differences = (a, b) => {
  const result = new Uint8Array(a.length / 4);
  for (let i = 0; i < result.length; ++i) {
    for (let c = 4 * i; c < 4 * i + 3; ++c) result[i] = Math.max(result[i], Math.abs(a[c] - b[c]));
  }
  return result;
};

// The difference that the brightest colour stands for: all but a thousandth of pixels are below.
const heatTop = (values) => {
  const counts = new Uint32Array(256);
  for (const v of values) ++counts[v];
  let top = 255;
  for (let above = counts[255]; top > 8 && above <= values.length / 1000; above += counts[top]) --top;
  return top;
};

const paintHeat = (canvas, values, width, height, top) => {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  values.forEach((v, i) => {
    const [r, g, b] = heatColours[Math.min(255, Math.round((255 * v) / top))];
    image.data.set([r, g, b, 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
};

const heatLegend = (top) => {
  const bar = el("canvas", { width: 256, height: 1, "aria-hidden": "true" });
  paintHeat(bar, Array.from({ length: 256 }, (_, v) => v), 256, 1, 255);
  return el("div", { class: "legend" }, "equal", bar, `${top} of 255 or more`);
};

// [value, text] of what can be on a side: a column, or an input of the graph.
const sides = (image, views) => [
  ...columns.map((column) => [String(column.index), column.name]),
  ...inputViews(image, views).map((view) => [view.key, `input ${view.stage}`]),
];
const subjectOn = (side, view, views) => {
  const input = views.find((v) => v.key === side);
  return input ? input.subjects[0] : view.subjects[Number(side)];
};

// Both panes scroll as one.
const scrollTogether = (windows) => {
  for (const one of windows) {
    one.addEventListener("scroll", () => {
      for (const other of windows) {
        if (Math.abs(other.scrollLeft - one.scrollLeft) > 1) other.scrollLeft = one.scrollLeft;
        if (Math.abs(other.scrollTop - one.scrollTop) > 1) other.scrollTop = one.scrollTop;
      }
    });
  }
};

// A frame of a picture's own shape, as large as the zoom says.
const frameOf = (width, height, scale, kind, ...children) => {
  const fit = viewed.zoom === "fit";
  const style = `aspect-ratio: ${width} / ${height}; ` +
    (fit ? `width: min(100%, calc(74vh * ${width / height}))` : `width: ${(width / scale) * Number(viewed.zoom)}px`);
  const pixels = fit ? width < 400 : Number(viewed.zoom) > 1;
  return el("div", { class: `frame ${kind}${pixels ? " pixels" : ""}`, style }, children);
};

const slider = (pictures, names, width, height, scale) => {
  const [left, right] = pictures.map((picture, i) => el("img", { src: picture.src, alt: names[i], draggable: "false" }));
  left.className = "over";
  const frame = frameOf(width, height, scale, "slides", right, left, el("div", { class: "handle" }));
  const range = el("input", { type: "range", min: 0, max: 100, step: 0.1, id: "slide", "aria-label": `left ${names[0]}, right ${names[1]}` });
  const move = (percent) => {
    viewed.at = Math.min(100, Math.max(0, percent));
    frame.style.setProperty("--at", `${viewed.at}%`);
    range.value = viewed.at;
  };
  const follow = (event) => {
    const box = frame.getBoundingClientRect();
    move((100 * (event.clientX - box.left)) / box.width);
  };
  range.addEventListener("input", () => move(Number(range.value)));
  frame.addEventListener("pointerdown", (event) => { frame.setPointerCapture(event.pointerId); follow(event); });
  frame.addEventListener("pointermove", (event) => { if (event.buttons & 1) follow(event); });
  move(viewed.at);
  return { frame, range };
};

const message = (text) => el("div", { class: "message" }, text);

let showing = 0;  // pictures load while others may be asked for
const showPanes = async (panes, image, view, views) => {
  const mine = ++showing;
  const names = [viewed.left, viewed.right].map((side) => sides(image, views).find(([value]) => value === side)[1]);
  const subjects = [viewed.left, viewed.right].map((side) => subjectOn(side, view, views));
  for (const [i, subject] of subjects.entries()) {
    if (isPicture(image, subject)) continue;
    const why = subject == null ? "makes no such picture" : "was left out: there was no room for it in the page";
    return panes.replaceChildren(message(`${names[i]} ${why}.`));
  }
  const shown = subjects.map((s) => image.subjects[s]);
  const pictures = await Promise.all(shown.map(loaded));
  if (mine !== showing) return;
  if (pictures.includes(null)) return panes.replaceChildren(message("This browser cannot show these pictures."));
  // An SVG is drawn as large as what it is compared with.
  const rasters = pictures.filter((_, i) => shown[i].width);
  const sized = rasters.length ? rasters : pictures;
  const width = Math.max(1, ...sized.map((p) => p.naturalWidth)), height = Math.max(1, ...sized.map((p) => p.naturalHeight));
  const scale = rasters.length ? width / Math.max(...shown.map((s) => s.width || 0)) : 1;
  const heat = el("canvas", { id: "heat", role: "img", "aria-label": "where the two differ" });
  const values = differences(...pictures.map((picture) => pixelsOf(picture, width, height)));
  const top = heatTop(values);
  paintHeat(heat, values, width, height, top);
  const differing = values.reduce((count, v) => count + (v > 0), 0);
  const said = differing === 0 ? "All pixels are equal."
    : `${differing === values.length ? 100 : Math.min(99.9, Math.max(0.1, (100 * differing) / values.length)).toFixed(1)} % of pixels differ, by ${short(mean(values))} of 255 on average, ${values.reduce((a, b) => Math.max(a, b), 0)} at most.`;
  const { frame, range } = slider(pictures, names, width, height, scale);
  const windows = [frame, frameOf(width, height, scale, "", heat)].map((f) => el("div", { class: "window" }, f));
  scrollTogether(windows);
  panes.replaceChildren(
    el("div", { class: "pane" },
      el("div", { class: "names" }, el("span", null, `◧ ${names[0]}`), el("span", null, `${names[1]} ◨`)), windows[0], range),
    el("div", { class: "pane" },
      el("div", { class: "names" }, el("span", null, "difference"), el("span", { class: "soft", style: "font-weight: 400" })), windows[1],
      heatLegend(top), el("p", { class: "small soft", id: "heat-words", style: "margin: 4px 0 0" }, said)));
};

// Buttons for the images, by where they stand in the comparison.
const picker = () => {
  const metric = metrics.find((m) => m.name === details.chosen_by);
  const gain = (image) => {
    if (metric) return `${signed(metric.better === "lower" ? -image.gain : image.gain)} ${metric.unit}`;
    return details.chosen_by === "time" ? `${short(Math.exp(image.gain))}× as fast` : "";
  };
  const button = (image, i) => {
    const views = viewsOf(image), view = inputViews(image, views)[0] || mainView(image, views);
    const subject = view && image.subjects[view.subjects[0]];
    return el("button", {
      class: "thumb", "aria-pressed": String(i === viewed.image), title: comparison.images[image.judged],
      onclick: () => {
        viewed.image = i;
        showPictures();
        document.querySelector('.thumb[aria-pressed="true"]').focus({ preventScroll: true });
      },
    }, subject ? el("img", { src: fileUrl(subject.picture), alt: "" }) : el("span", { class: "none" }),
    el("span", null, imageNames[image.judged]), el("span", { class: "soft" }, gain(image)));
  };
  const all = details.images.map((image, i) => ({ image, i }));
  const ordered = details.chosen_by !== "" && all.length > 1;
  if (!ordered) return el("div", { class: "picker" }, el("div", { class: "thumbs" }, all.map(({ image, i }) => button(image, i))));
  return el("div", { class: "picker" }, ["worst", "median", "best"].map((place) => {
    const some = all.filter(({ image }) => image.place === place);
    if (some.length === 0) return null;
    some.sort((a, b) => a.image.gain - b.image.gain);
    if (place === "best") some.reverse();
    return el("div", { role: "group", "aria-label": place }, el("span", { class: "place" }, place),
      el("div", { class: "thumbs" }, some.map(({ image, i }) => button(image, i))));
  }));
};

const chosenWords = () => {
  if (details.chosen_by === "") return "";
  const by = details.chosen_by === "time" ? "in time" : `in ${details.chosen_by}`;
  return `Chosen by what the variants gain on the baseline ${by}: `
    + "the images where that is least, about the median, and most. ";
};

const showPictures = () => {
  if (!details.images || details.images.length === 0) return;
  const image = details.images[viewed.image];
  const views = viewsOf(image);
  const pictured = views.filter((view) => view.subjects.some((s) => isPicture(image, s)));
  if (pictured.length === 0) return;
  const view = pictured.find((v) => v.key === viewed.key) || mainView(image, views) || pictured[0];
  viewed.key = view.key;
  const known = sides(image, views);
  const panes = el("div", { class: "panes", "aria-live": "polite" });
  const again = (name) => (value) => { viewed[name] = value; refresh(); };
  const refresh = () => showPanes(panes, image, pictured.find((v) => v.key === viewed.key), views);
  const notes = chosenWords() + (image.scale < 1 ? `Pictures of this image are shown at ${short(100 * image.scale)} % of their size.` : "");
  section("pictures", "Pictures",
    el("p", { class: "small soft" }, notes || null),
    picker(),
    el("div", { class: "bar" },
      choice("left", known, viewed.left, again("left")),
      choice("right", known, viewed.right, again("right")),
      choice("of", pictured.map((v) => [v.key, v.key]), view.key, again("key")),
      choice("size", [["fit", "as it fits"], ["1", "1 : 1"], ["2", "2 : 1"], ["4", "4 : 1"], ["8", "8 : 1"]], viewed.zoom, again("zoom"))),
    panes);
  refresh();
  showStages(image, views);
};
