/** What may happen to a running product, each on real parts. */
@NullMarked
package io.wattflow.integration.scenarios;

import org.jspecify.annotations.NullMarked;
