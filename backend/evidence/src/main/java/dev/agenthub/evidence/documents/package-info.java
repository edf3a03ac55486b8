/** Documents that people write in JSON (policies, connector definitions), read so that every fault says where it stands. */
@NullMarked
package dev.agenthub.evidence.documents;

import org.jspecify.annotations.NullMarked;
