/** Days, months and years as people's clocks tell them, as ranges of instants. */
@NullMarked
package io.wattflow.core.calendar;

import org.jspecify.annotations.NullMarked;
