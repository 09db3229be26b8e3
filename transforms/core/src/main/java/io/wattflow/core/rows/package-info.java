/** Packed blocks of table rows in layouts that ClickHouse reads: RowBinary and Native. */
@NullMarked
package io.wattflow.core.rows;

import org.jspecify.annotations.NullMarked;
