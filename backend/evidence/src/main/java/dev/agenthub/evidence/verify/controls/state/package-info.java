/** What the replay of the controls remembers of the log so far: members, keys, delegations, policies, requests and the use of limits. */
@NullMarked
package dev.agenthub.evidence.verify.controls.state;

import org.jspecify.annotations.NullMarked;
