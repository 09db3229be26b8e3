/** A fleet that reports from now on, and how the receiver bears it. */
@NullMarked
package io.wattflow.cli.simulate;

import org.jspecify.annotations.NullMarked;
