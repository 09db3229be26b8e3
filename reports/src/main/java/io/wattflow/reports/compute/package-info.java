/** How a report is computed from rollups: plain Java, integers only, no database. */
@NullMarked
package io.wattflow.reports.compute;

import org.jspecify.annotations.NullMarked;
