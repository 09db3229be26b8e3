/**
 * The wire format of Wattflow: bytes to readings and back.
 *
 * <p>{@code docs/wire-format.md} describes the framings, the fields with their units, and how a
 * schema may change.
 */
@NullMarked
package io.wattflow.schemas.wire;

import org.jspecify.annotations.NullMarked;
