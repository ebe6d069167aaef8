/* SPDX-License-Identifier: Apache-2.0
 * A library in two versions that differ in what one function says. */
int boundary_version(void);
int boundary_version(void) { return LIBRARY_VERSION; }
