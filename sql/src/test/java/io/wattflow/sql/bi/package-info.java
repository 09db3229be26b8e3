/** What BI tools do with the views: metadata, queries, and the pages that describe them. */
@NullMarked
package io.wattflow.sql.bi;

import org.jspecify.annotations.NullMarked;
