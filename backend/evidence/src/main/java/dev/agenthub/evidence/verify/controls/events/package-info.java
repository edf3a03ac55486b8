/** The events of a log as the replay of the controls reads them, and the payloads beside them. */
@NullMarked
package dev.agenthub.evidence.verify.controls.events;

import org.jspecify.annotations.NullMarked;
