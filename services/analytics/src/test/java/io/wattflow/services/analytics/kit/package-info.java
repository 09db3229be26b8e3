/** What tests of the service stand on: real parts, rows, tokens. */
@NullMarked
package io.wattflow.services.analytics.kit;

import org.jspecify.annotations.NullMarked;
