// SPDX-License-Identifier: Apache-2.0
#include "harbour_scene.hpp"

namespace harbour {

const std::array<Boat, 9> boats{{
    {{-6.5f, 0, 28}, 2.25f, 1.1f, Rig::sloop, navy, cream},
    {{8.5f, 0, 33}, 2.0f, 1.0f, Rig::fishing, teal, red},
    {{3.0f, 0, 19.5f}, 0.95f, 0.5f, Rig::dinghy, red, white},
    {{-47, 0, 165}, 1.2f, 1.3f, Rig::sailing, white, white},
    {{19.5f, 0, 42.3f}, 2.3f, 0.8f, Rig::dinghy, white, navy},
    {{10.5f, 0, 50.5f}, -0.84f, 0.85f, Rig::sloop, white, navy},
    {{2.8f, 0, 57.2f}, -0.84f, 0.9f, Rig::fishing, red, white},
    {{-5.5f, 0, 64.7f}, 2.3f, 0.9f, Rig::sloop, cream, teal},
    {{-13, 0, 71.5f}, 2.3f, 0.9f, Rig::sloop, teal, ochre},
}};

namespace {

float box(Vec3 p, Vec3 half) {
  const Vec3 q{std::fabs(p.x) - half.x, std::fabs(p.y) - half.y, std::fabs(p.z) - half.z};
  const Vec3 outside{std::max(q.x, 0.0f), std::max(q.y, 0.0f), std::max(q.z, 0.0f)};
  return length(outside) + std::min(std::max({q.x, q.y, q.z}), 0.0f);
}

float capsule(Vec3 p, Vec3 a, Vec3 b, float radius) {
  const Vec3 pa = p - a, ba = b - a;
  return length(pa - ba * saturate(dot(pa, ba) / dot(ba, ba))) - radius;
}

// Upright tapered cylinder standing on y = 0.
float cone(Vec3 p, float height, float bottom, float top) {
  const float radius = std::lerp(bottom, top, saturate(p.y / height));
  const float side = std::sqrt(p.x * p.x + p.z * p.z) - radius;
  return std::max(side * 0.9f, std::fabs(p.y - height * 0.5f) - height * 0.5f);
}

void add(Surface& best, float d, Kind kind, Vec3 local, int item) {
  if (d < best.d) best = {d, kind, local, item};
}

// ---- the town: rows of houses, in the frame of the quay ----

std::vector<House> build_row(int seed, float base, float front, float end, float tallest) {
  std::vector<House> row;
  for (float u = -24; u < end;) {
    const int k = static_cast<int>(row.size());
    const float width = 5.6f + 3.2f * hash(k, seed);
    const float height = tallest - 3.0f * std::floor(2.6f * hash(k, seed + 1));
    const float pitch = 0.75f + 0.35f * hash(k, seed + 2);
    row.push_back({u, width, base, front, height, 9, pitch, hash(k, seed + 3) < 0.45f});
    u += width + (seed == 1 ? 0.0f : 5 * hash(k, seed + 4));
  }
  return row;
}

}  // namespace

const std::array<std::vector<House>, 3> rows{build_row(1, quay_height, 0, 66, 12.4f),
                                             build_row(23, 9.5f, 27, 58, 6.4f),
                                             build_row(47, 19, 45, 34, 6.4f)};

namespace {

float roof(Vec3 q, const House& h) {
  const float across = std::fabs(h.gable ? q.x : q.z), along = std::fabs(h.gable ? q.z : q.x);
  const float span = (h.gable ? h.width : h.depth) * 0.5f,
              run = (h.gable ? h.depth : h.width) * 0.5f;
  const float slope = (across * h.pitch + q.y - span * h.pitch - 0.15f) / std::hypot(h.pitch, 1.0f);
  return std::max({slope, -q.y - 0.1f, along - run - 0.05f, across - span - 0.3f});
}

void house(Surface& best, Vec3 p, const House& h, int item) {
  const Vec3 q{p.x - h.start - h.width * 0.5f, p.y - h.base, p.z - h.front - h.depth * 0.5f};
  const Vec3 half{h.width * 0.5f, h.height * 0.5f + 2, h.depth * 0.5f};
  const Vec3 local{q.x, q.y, q.z + h.depth * 0.5f};
  const Vec3 above{q.x, q.y - h.height, q.z};
  const float slab = roof(above, h);
  float walls = box({q.x, q.y - h.height * 0.5f + 2, q.z}, half);
  if (h.gable) walls = std::min(walls, std::max(slab + 0.25f, std::fabs(q.z) - half.z));
  add(best, walls, Kind::wall, local, item);
  add(best, slab, Kind::roof, local, item);
  const Vec3 stack{std::fabs(q.x) - half.x * 0.7f, q.y - h.height - 2.4f, q.z - 1};
  add(best, box(stack, {0.35f, 1.6f, 0.45f}), Kind::brick, local, item);
  if (h.front > 0 || hash(item, 5) < 0.35f) return;
  const Vec3 shade{q.x, local.y - 3.0f - 0.4f * local.z, local.z + 0.8f};
  add(best, box(shade, {half.x - 0.7f, 0.06f, 0.9f}) * 0.9f, Kind::awning, local, item);
}

void town(Surface& best, Vec3 p) {
  for (int r = 0; r < 3; ++r) {
    const std::vector<House>& row = rows[r];
    const House& first = row.front();
    const float end = row.back().start + row.back().width, middle = (first.start + end) * 0.5f;
    const Vec3 centre{middle, first.base + 7, first.front + 4};
    const float bound = box(p - centre, {(end - first.start) * 0.5f + 1, 12, 7});
    if (bound > best.d) continue;
    if (bound > 2) {
      add(best, bound + 0.5f, Kind::none, p, 0);
      continue;
    }
    const auto after = std::upper_bound(row.begin(), row.end(), p.x,
                                        [](float u, const House& h) { return u < h.start; });
    const int here = static_cast<int>(after - row.begin()) - 1,
              last = static_cast<int>(row.size()) - 1;
    for (int k = std::max(here - 1, 0); k <= std::min(here + 1, last); ++k) {
      house(best, p, row[k], r * 100 + k);
    }
  }
}

// Lamps, strollers and parasols stand on the quay at fixed spacings.
void quay(Surface& best, Vec3 p) {
  const float ground = box(p - Vec3{20, -2, 30}, {55, 2 + quay_height, 37});
  add(best, ground, Kind::quay, p, 0);
  if (p.z > 2 || p.z < -9 || p.y > 8 || std::fabs(p.x - 25) > 46) return;
  const float cell = std::round(p.x / 3.1f);
  const int k = static_cast<int>(cell);
  const Vec3 q{p.x - cell * 3.1f, p.y - quay_height, p.z};
  if (k % 4 == 0) {
    const Vec3 post{q.x, q.y, q.z + 6};
    add(best, capsule(post, {0, 0, 0}, {0, 4.2f, 0}, 0.07f), Kind::spar, q, 100);
    add(best, length(post - Vec3{0, 4.3f, 0}) - 0.24f, Kind::canvas, q, 100);
  } else if (hash(k, 61) < 0.45f) {
    const Vec3 stroller{q.x + 0.9f * hash(k, 62) - 0.4f, q.y, q.z + 3.2f + 2.5f * hash(k, 63)};
    add(best, capsule(stroller, {0, 0.2f, 0}, {0, 1.25f, 0}, 0.21f), Kind::cloth, stroller, k);
    add(best, length(stroller - Vec3{0, 1.62f, 0}) - 0.14f, Kind::cloth, stroller, k + 50);
  } else {
    const Vec3 pole{q.x, q.y, q.z + 3.0f};
    const Vec3 top = pole - Vec3{0, 2.2f, 0};
    add(best, capsule(pole, {0, 0, 0}, {0, 2.4f, 0}, 0.04f), Kind::spar, q, 100);
    add(best, cone(top, 0.5f, 1.3f, 0.05f) * 0.8f, Kind::canvas, top, 101 + k % 3);
  }
}

float hill_height(float u, float v) {
  const float rise = 0.62f * std::max(v - 13, 0.0f) + 7 * (fbm(u * 0.03f, v * 0.03f, 2) - 0.35f);
  const float shore = smooth(112, 56, u + 0.2f * v + 10 * noise(v * 0.06f, 3));
  return std::lerp(-5.0f, std::min(rise, 38.0f), shore);
}

void trees(Surface& best, Vec3 p) {
  const int cu = static_cast<int>(std::floor(p.x / 5 - 0.5f)),
            cv = static_cast<int>(std::floor(p.z / 5 - 0.5f));
  for (int i = 0; i < 4; ++i) {
    const int a = cu + (i & 1), b = cv + (i >> 1);
    const float u = 5 * (static_cast<float>(a) + 0.3f + 0.4f * hash(a, b + 900));
    const float v = 5 * (static_cast<float>(b) + 0.3f + 0.4f * hash(a + 900, b));
    if (v < 18 || u > 92 || hash(a, b) > 0.35f + 0.5f * smooth(20, 90, v)) continue;
    const float radius = 1.5f + 1.5f * hash(b, a);
    const Vec3 q{p.x - u, (p.y - hill_height(u, v) - radius * 0.9f) * 0.8f, p.z - v};
    float d = length(q) - radius;
    if (d < 1.5f)
      d += 1.9f * (fbm(p.x * 0.8f + p.z * 0.7f, p.y * 0.9f + p.z * 0.5f - p.x * 0.6f, 3) - 0.42f);
    add(best, d * 0.6f, Kind::leaf, p, a * 31 + b);
  }
}

void hill(Surface& best, Vec3 p) {
  if (p.y > 60) return add(best, p.y - 52, Kind::none, p, 0);
  const float bound = box(p - Vec3{15, 20, 104}, {105, 34, 92});
  if (bound > 2) return add(best, bound + 0.5f, Kind::none, p, 0);
  const float above = p.y - hill_height(p.x, p.z);
  if (above > 9) return add(best, (above - 7) * 0.7f, Kind::none, p, 0);
  add(best, above * 0.6f, p.x > 66 && p.y < 4 ? Kind::rock : Kind::leaf, p, 0);
  trees(best, p);
}

void church(Surface& best, Vec3 p) {
  const Vec3 q = p - Vec3{41, 17, 52};
  if (length(q) > 40) return add(best, length(q) - 34, Kind::none, p, 0);
  add(best, box(q, {2.3f, 15, 2.3f}), Kind::tower, q, 2);
  add(best, cone(q - Vec3{0, 15, 0}, 9, 3.0f, 0.05f) * 0.9f, Kind::roof, q, 7);
  add(best, box(q - Vec3{-9, -6, 0}, {8, 6, 4}), Kind::tower, q, 2);
}

// ---- the mole with its lighthouse, and the boats ----

void mole(Surface& best, Vec3 p) {
  const Vec3 q = p - Vec3{-44, 0, 116};
  const float bound = box(q - Vec3{-28, 8, 0}, {36, 18, 8});
  if (bound > 3) return add(best, bound + 0.5f, Kind::none, p, 0);
  const float rough = 0.5f * fbm(p.x * 0.8f + p.y, p.z * 0.8f - p.y, 3);
  add(best, (box(q - Vec3{-30, -1, 0}, {34, 2.3f, 3.2f}) - rough) * 0.7f, Kind::rock, p, 0);
  const Vec3 t = q - Vec3{0, 1.6f, 0};
  add(best, cone(t, 1.2f, 3.2f, 3.0f), Kind::tower, t, 2);
  add(best, cone(t, 16, 2.2f, 1.35f), Kind::tower, t, 1);
  add(best, cone(t - Vec3{0, 15.8f, 0}, 0.4f, 2.1f, 2.1f), Kind::tower, t, 3);
  add(best, cone(t - Vec3{0, 16, 0}, 2.2f, 0.95f, 0.95f), Kind::cabin, t, 0);
  add(best, cone(t - Vec3{0, 18.2f, 0}, 1.5f, 1.4f, 0.1f) * 0.8f, Kind::tower, t, 3);
}

// Half length 4, pointed at +z, with a sheer line, flared sides and an open well.
float hull(Vec3 q, float beam, float freeboard) {
  const float t = std::clamp((q.z - 0.3f * q.y) / 4, -1.0f, 1.0f);
  const float plan = t > 0 ? 1 - t * t * (0.5f + 0.5f * t) : 1 - 0.3f * t * t;
  const float sheer = freeboard * (1 + 0.35f * t * t + 0.2f * t);
  const float half = beam * plan * (0.7f + 0.3f * saturate(q.y / sheer));
  const float outer =
      std::max({std::fabs(q.x) - half, std::fabs(q.z - 0.3f * q.y) - 4, q.y - sheer, -0.6f - q.y});
  return std::max(outer, -std::max(std::fabs(q.x) - half + 0.1f, sheer - 0.28f - q.y)) * 0.65f;
}

// A triangle in the plane x = 0, with corners foot (z0, y0), clew (z1, y0) and head (z2, y1).
float sail(Vec3 q, float z0, float z1, float z2, float y0, float y1) {
  const float rise = y1 - y0, up = q.y - y0;
  const float fore = ((q.z - z0) * rise - (z2 - z0) * up) / std::hypot(rise, z2 - z0);
  const float aft = ((z1 - q.z) * rise - (z1 - z2) * up) / std::hypot(rise, z1 - z2);
  return std::max({fore, aft, -up, std::fabs(q.x) - 0.05f});
}

void rigging(Surface& best, Vec3 q, int item, float s) {
  const Vec3 head{0, 10.6f, 0.9f}, m{std::fabs(q.x), q.y, q.z};
  add(best, s * box(q - Vec3{0, 1.2f, 0.9f}, {0.62f, 0.3f, 1.4f}), Kind::cabin, q, item);
  add(best, s * capsule(q, {0, 0.8f, 0.9f}, head, 0.06f), Kind::spar, q, item);
  add(best, s * capsule(q, {0, 1.85f, 0.9f}, {0, 1.8f, -2.5f}, 0.06f), Kind::spar, q, item);
  add(best, s * capsule(m, {1.15f, 1, 0.7f}, {0.05f, 8.4f, 0.9f}, 0.014f), Kind::spar, q, item);
  add(best, s * capsule(q, {0, 1.1f, -3.9f}, head, 0.014f), Kind::spar, q, item);
  if (boats[item].rig == Rig::sailing) {
    const Vec3 full{q.x - 0.25f * std::sin(q.y * 0.3f), q.y, q.z};
    add(best, s * 0.9f * sail(full, 0.8f, -3.4f, 0.8f, 2.2f, 10.4f), Kind::canvas, q, item);
    add(best, s * 0.9f * sail(full, 4.2f, 0.4f, 1.0f, 1.6f, 9.6f), Kind::canvas, q, item);
    return;
  }
  add(best, s * capsule(q, {0, 2.05f, 0.7f}, {0, 1.95f, -2.4f}, 0.13f), Kind::canvas, q, item);
  add(best, s * capsule(q, {0, 1.5f, 4.1f}, head, 0.035f), Kind::canvas, q, item);
}

void wheelhouse(Surface& best, Vec3 q, int item, float s) {
  const Vec3 m{std::fabs(q.x), q.y, q.z};
  add(best, s * box(q - Vec3{0, 1.8f, -1.3f}, {0.8f, 1.1f, 1.0f}), Kind::cabin, q, item);
  add(best, s * box(q - Vec3{0, 2.95f, -1.3f}, {0.95f, 0.07f, 1.2f}), Kind::canvas, q, item);
  add(best, s * capsule(q, {0, 0.8f, 1.3f}, {0, 5.8f, 1.2f}, 0.08f), Kind::spar, q, item);
  add(best, s * capsule(q, {0, 1.9f, 1.2f}, {0, 4.4f, 3.6f}, 0.05f), Kind::spar, q, item);
  add(best, s * capsule(q, {0, 5.6f, 1.2f}, {0, 1.6f, 4.2f}, 0.015f), Kind::spar, q, item);
  add(best, s * capsule(m, {0.8f, 0.8f, -3.4f}, {0.6f, 2.9f, -3.4f}, 0.05f), Kind::spar, q, item);
  add(best, s * capsule(m, {0, 2.9f, -3.4f}, {0.6f, 2.9f, -3.4f}, 0.05f), Kind::spar, q, item);
  add(best, s * box(q - Vec3{0, 1, 2}, {0.5f, 0.3f, 0.4f}), Kind::cloth, q, 4);
}

void boat(Surface& best, Vec3 p, int item) {
  const Boat& b = boats[item];
  const float s = b.scale, c = std::cos(b.heading), n = std::sin(b.heading);
  const Vec3 r = (p - b.at) * (1 / s);
  const float bound = s * (capsule(r, {0, 1, 0}, {0, b.rig == Rig::dinghy ? 1.0f : 8.0f, 0}, 5));
  if (bound > best.d) return;
  if (bound > 1) return add(best, bound + 0.2f, Kind::none, p, 0);
  const Vec3 q{c * r.x - n * r.z, r.y, n * r.x + c * r.z};
  add(best, s * hull(q, b.rig == Rig::fishing ? 1.6f : 1.35f, 1.0f), Kind::hull, q, item);
  if (b.rig == Rig::fishing) return wheelhouse(best, q, item, s);
  if (b.rig != Rig::dinghy) return rigging(best, q, item, s);
  const float bench = box({q.x, q.y - 0.95f, std::fabs(q.z) - 1.2f}, {1.1f, 0.06f, 0.3f});
  add(best, s * bench, Kind::brick, q, item);
}

}  // namespace

Surface scene(Vec3 p) {
  Surface best;
  const Vec3 o = p - quay_origin, q{dot(o, quay_along), p.y, dot(o, quay_inland)};
  quay(best, q);
  town(best, q);
  hill(best, q);
  church(best, q);
  mole(best, p);
  for (int i = 0; i < static_cast<int>(boats.size()); ++i) boat(best, p, i);
  return best;
}

}  // namespace harbour
