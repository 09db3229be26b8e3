/**
 * The simulation against the real parts: sending what a script produces, waiting until it has
 * arrived, and comparing all that is stored with the model. What runs the stream is the caller's
 * business; here are only addresses.
 */
@NullMarked
package io.wattflow.simulation.live;

import org.jspecify.annotations.NullMarked;
