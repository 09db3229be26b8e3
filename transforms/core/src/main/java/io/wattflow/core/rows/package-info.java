/** Packed blocks of table rows in ClickHouse's RowBinary layout. */
@NullMarked
package io.wattflow.core.rows;

import org.jspecify.annotations.NullMarked;
