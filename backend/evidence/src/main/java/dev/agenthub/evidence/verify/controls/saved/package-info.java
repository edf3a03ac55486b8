/** Saves the state of the replay beside a pin, and reads it again for the next verification. */
@NullMarked
package dev.agenthub.evidence.verify.controls.saved;

import org.jspecify.annotations.NullMarked;
