/** Answers that are asked for before anybody asks. */
@NullMarked
package io.wattflow.services.analytics.warming;

import org.jspecify.annotations.NullMarked;
