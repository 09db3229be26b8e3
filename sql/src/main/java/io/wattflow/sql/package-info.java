/** The ClickHouse schema: migrations, how long rows are kept, and the views for BI tools. */
@NullMarked
package io.wattflow.sql;

import org.jspecify.annotations.NullMarked;
