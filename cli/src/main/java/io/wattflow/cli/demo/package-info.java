/** The demo: real parts, real and simulated input, and the proof that every row is right. */
@NullMarked
package io.wattflow.cli.demo;

import org.jspecify.annotations.NullMarked;
