/** The questions of dashboards: SQL, and the JSON that answers it. */
@NullMarked
package io.wattflow.services.analytics.answers;

import org.jspecify.annotations.NullMarked;
