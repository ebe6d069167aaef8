// SPDX-License-Identifier: Apache-2.0
// compare --report, opened from disk in headless Chromium.
#include <cstdio>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

constexpr char graph[] =
    "pipeline: 1\n"
    "inputs: { image: image }\n"
    "stages: { q: { uses: quantize.kmeans, in: image, with: { colors: 16, seed: 5 } } }\n"
    "outputs: { o: { from: q.image, path: \"{stem}.png\" } }\n"
    "metrics:\n"
    "  psnr: { uses: metric.psnr, in: { reference: image, test: q.image }, margin: 0.1 }\n";

// Does what a person would, then says what it saw, as text that --dump-dom prints.
constexpr char visitor[] = R"(<script>
let refused = 0;
addEventListener("securitypolicyviolation", () => ++refused);
addEventListener("load", async () => {
  const until = async (ready) => {
    for (let i = 0; i < 400 && !ready(); ++i) await new Promise((go) => setTimeout(go, 25));
  };
  const heat = () => document.getElementById("heat");
  const colours = () => {
    const { data } = heat().getContext("2d").getImageData(0, 0, heat().width, heat().height);
    return new Set(new Uint32Array(data.buffer)).size;
  };
  const said = [];
  await until(heat);
  const over = document.querySelector(".over"), slide = document.getElementById("slide");
  const before = getComputedStyle(over).clipPath;
  slide.value = 20;
  slide.dispatchEvent(new Event("input"));
  const after = getComputedStyle(over).clipPath;
  said.push(`clip moved: ${before !== after && after.includes("80%")}`);
  said.push(`heat size: ${heat().width} x ${heat().height}`, `heat has colours: ${colours() > 4}`);
  const first = heat(), right = document.querySelectorAll("#pictures .bar select")[1];
  right.value = "0";
  right.dispatchEvent(new Event("change"));
  await until(() => heat() !== first);
  said.push(`against itself: ${colours()} colour, ${document.getElementById("heat-words").textContent}`);
  const asked = performance.getEntriesByType("resource").filter((e) => !e.name.startsWith("data:"));
  said.push(`asked for: ${asked.length}`, `refused: ${refused}`);
  said.push(`sections: ${[...document.querySelectorAll("section h2")].map((h) => h.textContent)}`);
  said.push(`stages: ${[...document.querySelectorAll("#stages h3")].map((h) => h.firstChild.data)}`);
  const charts = () => [...document.querySelectorAll("svg")];
  const drawn = () => charts().every((chart) => chart.querySelector("circle") && chart.querySelector("text"));
  await until(drawn);
  said.push(`charts drawn: ${charts().length > 0 && drawn()}`);
  said.push(`wider than the window: ${document.documentElement.scrollWidth > innerWidth}`);
  said.push(`owned: ${window.owned === true || document.querySelector("[onerror]") !== null}`);
  document.body.replaceChildren();
  for (const line of said) document.body.append(`${line}\n`);
});
</script>)";

// Also as root, and where /dev/shm is small.
const std::string chromium =
    "$(command -v chromium || command -v chromium-browser || command -v google-chrome) --headless "
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run "
    "--user-data-dir=\"$PWD/profile\" ";

}  // namespace

TEST_CASE("a report opens from disk: its slider moves, its heat map shows, nothing is fetched",
          "[report]") {
  const Workplace here("report_browser");
  const Ran which =
      here.shell("command -v chromium || command -v chromium-browser || command -v google-chrome");
  if (which.status != 0) {
    std::puts("skipped: chromium absent");
    return;
  }
  const Ran start = here.shell("timeout 100 " + chromium + "--dump-dom about:blank");
  if (start.status != 0) {
    std::puts("skipped: chromium does not start here");
    return;
  }
  here.write("g.yaml", graph);
  const std::string name = "<img src=x onerror='owned=true'>.ppm";
  here.write(name, small_picture());
  here.write("b.ppm", small_picture(40, 60));
  const Ran ran = here.run("compare g.yaml b.ppm \"" + name +
                           "\" --sweep q.colors=16,2,8 --report r.html --budget 2 --seed 1");
  REQUIRE(ran.status == 0);
  std::string page = here.read("r.html");
  page.insert(page.find("<body>") + 6, visitor);
  here.write("r.html", page);
  const Ran seen = here.shell(
      "timeout 200 " + chromium +
      "--enable-logging=stderr --window-size=1280,900 --virtual-time-budget=30000 --dump-dom "
      "\"file://$PWD/r.html\"");
  INFO(seen.out.substr(seen.out.find("<body>") + 1));
  CHECK(seen.status == 0);
  for (const char* part :
       {"clip moved: true", "heat has colours: true",
        "against itself: 1 colour, All pixels are equal.", "asked for: 0", "refused: 0",
        "charts drawn: true", "wider than the window: false",
        "sections: Verdict,Pictures,Every stage,",
        "What is paid for what,Numbers,How it was measured",
        "stages: image.image,q.labels,q.image,psnr.value,o.write.file", "owned: false"}) {
    CAPTURE(part);
    CHECK(seen.out.find(part) != std::string::npos);
  }
  CHECK(seen.err.find("Uncaught") == std::string::npos);
}
