// SPDX-License-Identifier: Apache-2.0
//
// Renders harbour.png, the sample picture: a small ray marcher over the scene's distance field.
//   g++ -std=c++20 -O2 -ffp-contract=off -pthread -o render *.cpp -lpng      (in this folder)
//   ./render harbour.png [width]      (default 1200; the picture is 3:2)
// All its randomness is hashed from positions: the same program gives the same bytes at any thread
// count. Colours are linear light until develop().
#include <png.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "harbour_scene.hpp"

namespace harbour {
namespace {

// ---- light ----

const Vec3 sun = normalize({-0.86f, 0.36f, -0.32f});
constexpr Vec3 sun_colour{2.75f, 1.75f, 0.88f}, sky_light{0.22f, 0.31f, 0.48f};

Vec3 haze_colour(Vec3 d) {
  return mix({0.56f, 0.62f, 0.74f}, {1.30f, 0.80f, 0.46f}, smooth(0.45f, -0.75f, d.x));
}

float cloud(float x, float y) {
  const float warp = fbm(x * 0.7f + 5, y * 0.7f, 3);
  return smooth(0.47f, 0.69f, fbm(x + 0.8f * warp, y + 0.6f * warp, 6));
}

// Sky, clouds and three far ridges; d is a unit direction.
Vec3 background(Vec3 d) {
  const float up = std::max(d.y, 0.0f), azimuth = std::atan2(d.x, d.z);
  for (int i = 2; i >= 0; --i) {
    const float far = static_cast<float>(i), place = azimuth * (4 + 2 * far) + 31 * far;
    const float ridge = 0.016f * far - 0.008f - 0.03f * azimuth + 0.06f * fbm(place, far, 5);
    if (up < ridge) return mix({0.16f, 0.22f, 0.36f}, haze_colour(d), 0.2f + 0.16f * far);
  }
  const Vec3 clear = mix(haze_colour(d), {0.07f, 0.22f, 0.58f}, 1 - std::exp(-up * 7.0f));
  const float x = d.x / (up + 0.22f) * 1.8f + 11, y = d.z / (up + 0.22f) * 1.9f;
  const float cover = cloud(x, y) * smooth(0.0f, 0.10f, up);
  const float lit = saturate(0.85f + 0.9f * (cover - cloud(x - 0.3f, y - 0.15f)) - 0.35f * cover);
  return mix(clear, mix({0.52f, 0.50f, 0.62f}, {1.9f, 1.42f, 1.0f}, lit), 0.92f * cover);
}

float sun_visibility(Vec3 p) {
  float lit = 1;
  for (float t = 0.06f; t < 70 && lit > 0.01f;) {
    const float d = scene(p + sun * t).d;
    lit = std::min(lit, 22 * d / t);
    t += std::clamp(d, 0.05f, 6.0f);
  }
  return smooth(0, 1, saturate(lit));
}

Vec3 normal_at(Vec3 p, float step) {
  const auto d = [&](float x, float y, float z) { return scene(p + Vec3{x, y, z} * step).d; };
  const float a = d(1, -1, -1), b = d(-1, -1, 1), c = d(-1, 1, -1), e = d(1, 1, 1);
  return normalize({a - b - c + e, c - a - b + e, b - a - c + e});
}

// Distance along the ray to a surface, or `far` when there is none before it.
float march(Vec3 from, Vec3 d, float far, Surface& hit) {
  float t = 0.02f;
  for (int i = 0; i < 220 && t < far; ++i) {
    const Vec3 p = from + d * t;
    if (p.y > 58 && d.y > 0) return far;
    hit = scene(p);
    if (hit.d < 0.0005f * t) return t;
    t += std::max(hit.d * 0.92f, 0.0004f * t);
  }
  return far;
}

// ---- materials ----

constexpr std::array<Vec3, 9> facades{{{0.80f, 0.52f, 0.16f},
                                       {0.66f, 0.22f, 0.12f},
                                       {0.84f, 0.74f, 0.55f},
                                       {0.28f, 0.46f, 0.58f},
                                       {0.80f, 0.42f, 0.32f},
                                       {0.40f, 0.52f, 0.34f},
                                       {0.82f, 0.80f, 0.74f},
                                       {0.50f, 0.13f, 0.10f},
                                       {0.76f, 0.62f, 0.34f}}};
constexpr std::array<Vec3, 4> shutters{
    {{0.10f, 0.26f, 0.20f}, {0.14f, 0.24f, 0.38f}, {0.36f, 0.14f, 0.09f}, {0.70f, 0.68f, 0.62f}}};
constexpr Vec3 stone{0.46f, 0.41f, 0.35f};

struct Paint {
  Vec3 colour;
  float gloss = 0;
};

Paint facade(const Surface& s, Vec3 n) {
  const House& h = rows[s.item / 100][s.item % 100];
  const bool front = std::fabs(dot(n, quay_inland)) > 0.6f;
  const float span = front ? h.width : h.depth, along = front ? s.local.x + span * 0.5f : s.local.z;
  const int key = s.item * 7;
  const float stain =
      0.82f + 0.3f * fbm(along * 0.7f + 3 * static_cast<float>(key), s.local.y * 0.35f, 4);
  const Vec3 colour = facades[(s.item * 5 + s.item / 3) % 9] * stain;
  if (s.local.y > h.height + 2 || s.local.y < 0) return {colour};
  const float cell = span / std::round(span / 2.1f), floor = std::floor(s.local.y / 3.05f);
  const float x = fract(along / cell) * cell - cell * 0.5f, y = s.local.y - floor * 3.05f - 1.6f;
  if (s.local.y > h.height && std::fabs(along - span * 0.5f) > 1) return {colour};
  if (floor > 0 && std::fabs(y + 1.5f) < 0.1f && s.local.y < h.height)
    return {mix(colour, white, 0.6f)};
  const bool door = floor < 1 && hash(key + static_cast<int>(along / cell), 3) < 0.4f;
  const float wide = floor < 1 ? 0.68f : 0.46f, low = door ? -1.6f : -0.75f;
  const float ax = std::fabs(x);
  if (y < low - 0.14f || y > 0.85f || (ax > wide && (floor < 1 || ax > 0.86f))) return {colour};
  if (y < low) return {stone * 1.3f};
  if (ax > wide)
    return {shutters[h.gable + 2 * (key & 1)] * (0.75f + 0.35f * smooth(0.2f, 0.8f, fract(y * 6)))};
  const float shade = x < -wide + 0.14f || y > 0.7f ? 0.4f : 1.0f;
  if (door && y < 0.45f) return {shutters[key % 4] * shade};
  if (ax > wide - 0.08f || ax < 0.04f || std::fabs(y - 0.3f) < 0.04f) return {white * shade};
  return {Vec3{0.05f, 0.06f, 0.08f} * shade, 0.45f};
}

Paint tiles(const Surface& s) {
  const float course = s.local.y * 3.2f;
  const float tone = 0.7f + 0.3f * fract(course) +
                     0.35f * (noise(s.local.x * 3 + s.local.z * 3, std::floor(course)) - 0.5f);
  const bool slate = s.item % 100 < 50 && hash(s.item, 77) < 0.35f;
  return {(slate ? Vec3{0.20f, 0.21f, 0.25f} : Vec3{0.50f, 0.20f, 0.11f}) * tone,
          slate ? 0.05f : 0};
}

Paint masonry(Vec3 q, Vec3 n) {
  const float tone = 0.7f + 0.55f * fbm(q.x * 0.8f, q.z * 0.8f + q.y, 4);
  if (n.y > 0.6f) return {Vec3{0.52f, 0.46f, 0.39f} * tone};
  const float course = q.y * 2, along = q.x + q.z + 0.5f * std::fmod(std::floor(course), 2.0f);
  const float joint = std::min(fract(course), fract(along) * 1.5f) < 0.1f ? 0.6f : 1.0f;
  const Vec3 weed{0.09f, 0.11f, 0.06f};
  return {mix(weed, stone * (tone * joint), smooth(0.25f, 0.7f, q.y + 0.3f * noise(q.x, q.z)))};
}

Paint boat_paint(const Surface& s, Vec3 n) {
  const Boat& b = boats[s.item];
  const Vec3 q = s.local;
  if (s.kind == Kind::cabin) {
    const bool tall = b.rig == Rig::fishing, pane = fract(q.z * 1.6f + q.x * 1.6f) > 0.16f;
    const bool band = tall ? q.y > 1.9f && q.y < 2.6f : q.y > 1.12f && q.y < 1.36f;
    return band && pane && n.y < 0.5f ? Paint{{0.04f, 0.05f, 0.07f}, 0.5f} : Paint{white, 0.03f};
  }
  const float t = q.z / 4, edge = q.y - (1 + 0.35f * t * t + 0.2f * t);
  if (n.y > 0.8f && edge < -0.1f) return {wood * (0.9f + 0.4f * noise(q.x * 9, q.z))};
  if (edge > -0.14f) return {length(b.paint - white) < 0.1f ? b.canvas : white};
  if (q.y < 0.14f) return {Vec3{0.20f, 0.06f, 0.05f}};
  if (q.y < 0.22f) return {white};
  return {b.paint, 0.03f};
}

Paint paint(const Surface& s, Vec3 p, Vec3 n) {
  const Vec3 q = s.local;
  switch (s.kind) {
    case Kind::wall:
      return facade(s, n);
    case Kind::roof:
      return tiles(s);
    case Kind::quay:
      return masonry(q, n);
    case Kind::brick:
      return {Vec3{0.42f, 0.22f, 0.15f}};
    case Kind::awning:
      return {fract(q.x * 1.1f) < 0.5f ? white : shutters[s.item % 3] * 1.4f};
    case Kind::hull:
    case Kind::cabin:
      return boat_paint(s, n);
    case Kind::spar:
      return {s.item < 100 ? Vec3{0.62f, 0.47f, 0.28f} : Vec3{0.06f, 0.07f, 0.08f}};
    case Kind::canvas:
      if (s.item < 100) return {boats[s.item].canvas};
      return {s.item == 100 ? white : s.item == 101 ? red : s.item == 102 ? white : ochre};
    case Kind::tower:
      if (s.item == 1) return {fract(q.y / 6.4f + 0.1f) > 0.5f ? red : white};
      return {s.item == 3 ? red * 0.5f : cream * (0.8f + 0.3f * fbm(q.x, q.y, 3))};
    case Kind::rock:
      return {Vec3{0.30f, 0.26f, 0.22f} * (0.5f + fbm(p.x, p.z + p.y, 4))};
    case Kind::leaf: {
      const float tone = 0.55f + 0.9f * fbm(p.x * 0.9f + p.z * 0.6f, p.y * 1.1f - p.x * 0.5f, 4);
      return {mix({0.07f, 0.13f, 0.035f}, {0.20f, 0.20f, 0.05f}, hash(s.item, 9)) * tone};
    }
    default:
      return {facades[(s.item * 3 + 1) % 9] * 0.6f};
  }
}

Vec3 shade(Vec3 p, Vec3 d, float t, const Surface& s) {
  const Vec3 n = normal_at(p, 0.0007f * t + 0.002f), off = p + n * (0.01f + 0.0008f * t);
  const Paint coat = paint(s, p, n);
  const float facing = std::max(dot(n, sun), 0.0f);
  const float lit = facing > 0 ? facing * sun_visibility(off) : 0;
  const float open = 0.45f + 0.55f * saturate(scene(off + n * 0.7f).d / 0.6f);
  const Vec3 sky = sky_light * ((0.6f + 0.4f * n.y) * open);
  const Vec3 bounce = Vec3{0.30f, 0.21f, 0.14f} * ((0.6f - 0.4f * n.y) * open);
  Vec3 c = coat.colour * (sun_colour * lit + sky + bounce);
  if (coat.gloss > 0) {
    Vec3 r = reflect(d, n);
    r.y = std::fabs(r.y);
    c = mix(c, background(normalize(r)), coat.gloss);
  }
  return mix(c, haze_colour(d), 0.80f * (1 - std::exp(-0.0024f * std::max(t - 15, 0.0f))));
}

// ---- water ----

// Wave height in metres. What is finer than the pixel's footprint fades, so that far water is calm.
float swell(float x, float z, float footprint) {
  float height = 0, size = 2.6f, weight = 0.060f;
  for (float shift = 0; shift < 28; shift += 7, size *= 0.45f, weight *= 0.45f) {
    const float keep = size / (size + 0.35f * footprint);
    height += weight * keep * (noise(0.55f * x / size + 0.2f * z + shift, z / size) - 0.5f);
  }
  return height;
}

Vec3 water_normal(Vec3 p, float t) {
  const float footprint = t * t * 0.0002f, e = 0.02f + 0.1f * footprint;
  const float h = swell(p.x, p.z, footprint);
  return normalize(
      {(h - swell(p.x + e, p.z, footprint)) / e, 1, (h - swell(p.x, p.z + e, footprint)) / e});
}

Vec3 water(Vec3 p, Vec3 d, float t) {
  const Vec3 n = water_normal(p, t);
  Vec3 r = reflect(d, n);
  r.y = std::max(r.y, 0.01f);
  r = normalize(r);
  Surface hit;
  const float far = march(p, r, 260, hit);
  const Vec3 mirror = far < 260 ? shade(p + r * far, r, far, hit) : background(r);
  const float fresnel = 0.02f + 0.98f * std::pow(1 - saturate(-dot(d, n)), 5.0f);
  const Vec3 deep = mix({0.012f, 0.075f, 0.085f}, {0.03f, 0.14f, 0.14f}, sun_visibility(p));
  const Vec3 c = mix(deep, mirror * 0.94f, saturate(0.12f + 0.9f * fresnel));
  return mix(c, haze_colour(d), 0.6f * (1 - std::exp(-0.0022f * std::max(t - 30, 0.0f))));
}

// ---- the picture ----

Vec3 radiance(Vec3 eye, Vec3 d) {
  const float surface = d.y < -1e-4f ? -eye.y / d.y : 1e9f, far = std::min(surface, 420.0f);
  Surface hit;
  const float t = march(eye, d, far, hit);
  if (t < far) return shade(eye + d * t, d, t, hit);
  return surface < 1e8f ? water(eye + d * surface, d, surface) : background(d);
}

// The usual rational fit of a film curve (Narkowicz 2015), then the sRGB transfer curve.
float develop(float v) {
  v *= 0.62f;
  const float film = saturate(v * (2.51f * v + 0.03f) / (v * (2.43f * v + 0.59f) + 0.14f));
  return film < 0.0031308f ? 12.92f * film : 1.055f * std::pow(film, 1 / 2.4f) - 0.055f;
}

// The image plane is upright and shifted, not tilted, so that walls and masts stay vertical.
void render_pixel(int x, int y, int width, int height, png_byte* out) {
  constexpr int grid = 3;
  const float step = 1.0f / grid, left = static_cast<float>(x), top = static_cast<float>(y);
  const float across = static_cast<float>(width), down = static_cast<float>(height);
  Vec3 sum{};
  for (int i = 0; i < grid * grid; ++i) {
    const float px = (left + step * (0.5f + static_cast<float>(i % grid))) / across - 0.5f;
    const float py = 0.555f - (top + step * (0.5f + static_cast<float>(i / grid))) / down;
    const Vec3 c = radiance({0, 4.2f, 0}, normalize({px * 1.04f, py * 1.04f / 1.5f, 1}));
    sum = sum + Vec3{develop(c.x), develop(c.y), develop(c.z)} * (step * step);
  }
  const float u = left / across - 0.5f, v = top / down - 0.5f;
  const float vignette = 1 - 0.35f * (u * u + v * v);
  const float grain = 1.5f * (hash(x, y) + hash(y + 5000, x) - 1);
  const float grey = dot(sum, {0.3f, 0.6f, 0.1f});
  const auto code = [&](float c) {
    c = std::lerp(grey, c, 1.2f);
    return static_cast<png_byte>(std::clamp(255 * c * vignette + grain + 0.5f, 0.0f, 255.0f));
  };
  out[0] = code(sum.x);
  out[1] = code(sum.y);
  out[2] = code(sum.z);
}

}  // namespace

std::vector<png_byte> render(int width, int height) {
  std::vector<png_byte> pixels(static_cast<std::size_t>(width) * height * 3);
  std::atomic<int> next{0};
  const auto work = [&] {
    for (int y = next++; y < height; y = next++) {
      for (int x = 0; x < width; ++x)
        render_pixel(x, y, width, height, &pixels[(y * width + x) * 3]);
    }
  };
  std::vector<std::jthread> team;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
    team.emplace_back(work);
  team.clear();
  return pixels;
}

}  // namespace harbour

int main(int argc, char** argv) {
  const int width = argc > 2 ? std::atoi(argv[2]) : 1200, height = width * 2 / 3;
  if (argc < 2 || argc > 3 || width < 30 || width > 6000) {
    std::fprintf(stderr, "usage: render_harbour OUT.png [width, 30 to 6000; default 1200]\n");
    return 2;
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  const std::vector<png_byte> pixels = harbour::render(width, height);
  if (png_image_write_to_file(&image, argv[1], 0, pixels.data(), 0, nullptr) != 0) return 0;
  std::fprintf(stderr, "render_harbour: cannot write %s: %s\n", argv[1], image.message);
  return 1;
}
