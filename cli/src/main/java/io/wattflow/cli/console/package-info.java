/** What the commands share towards whoever watches: lines, bars, and the wish to stop. */
@NullMarked
package io.wattflow.cli.console;

import org.jspecify.annotations.NullMarked;
