/** {@code bin/wattflow}: one class per command. */
@NullMarked
package io.wattflow.cli;

import org.jspecify.annotations.NullMarked;
