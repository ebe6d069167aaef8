// SPDX-License-Identifier: Apache-2.0
//
// The harbour as one signed distance field, without its water, which is the plane y = 0.
// World: metres, x right, y up, z away from the camera. Constant after start: safe from any thread.
#pragma once

#include <array>
#include <vector>

#include "harbour_math.hpp"

namespace harbour {

enum class Kind {
  none,
  wall,
  roof,
  brick,
  awning,
  quay,
  hull,
  cabin,
  spar,
  canvas,
  tower,
  leaf,
  rock,
  cloth
};

// The nearest surface: a lower bound of its distance, its point in the object's own frame, and
// which object it is. Kind::none is a bound around far objects, never near enough to be hit.
struct Surface {
  float d = 1e9f;
  Kind kind = Kind::none;
  Vec3 local{};
  int item = 0;
};

// The quay's frame: x along it, z into the town.
inline constexpr Vec3 quay_origin{34, 0, 42}, quay_along{-0.747f, 0, 0.6648f},
    quay_inland{0.6648f, 0, 0.747f};
inline constexpr float quay_height = 1.5f;

// Metres in the quay's frame: start and width along x, base and wall height along y, front and
// depth along z. pitch is the roof's rise over run; a gable faces the quay, otherwise the eaves do.
struct House {
  float start, width, base, front, height, depth, pitch;
  bool gable;
};

// Item numbers of walls and roofs are 100 * row + place in the row.
extern const std::array<std::vector<House>, 3> rows;

enum class Rig { sloop, fishing, dinghy, sailing };

// A hull of 8 m times scale, centred on `at`; heading in radians from +z towards +x. Linear
// colours.
struct Boat {
  Vec3 at;
  float heading, scale;
  Rig rig;
  Vec3 paint, canvas;
};

inline constexpr Vec3 white{0.86f, 0.85f, 0.80f}, navy{0.05f, 0.10f, 0.24f},
    red{0.55f, 0.07f, 0.05f};
inline constexpr Vec3 teal{0.04f, 0.30f, 0.33f}, cream{0.80f, 0.68f, 0.46f},
    wood{0.42f, 0.24f, 0.11f};
inline constexpr Vec3 ochre{0.78f, 0.46f, 0.12f};

extern const std::array<Boat, 9> boats;

Surface scene(Vec3 p);

}  // namespace harbour
