/** To Kafka, and back: when an acknowledgement may be given, and what is known of the topic. */
@NullMarked
package io.wattflow.services.ingestion.publish;

import org.jspecify.annotations.NullMarked;
