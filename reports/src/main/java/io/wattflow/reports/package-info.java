/** Daily, monthly and yearly reports in the user's own time zone. */
@NullMarked
package io.wattflow.reports;

import org.jspecify.annotations.NullMarked;
