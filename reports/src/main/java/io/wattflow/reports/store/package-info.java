/** Reports and what they are made of, in ClickHouse. */
@NullMarked
package io.wattflow.reports.store;

import org.jspecify.annotations.NullMarked;
