/** The typed query language of ad-hoc questions. */
@NullMarked
package io.wattflow.services.analytics.query;

import org.jspecify.annotations.NullMarked;
