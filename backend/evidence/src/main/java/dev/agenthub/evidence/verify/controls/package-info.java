/**
 * Replays the controls from an export's events: members and keys, policies and their
 * limits, votes, runs and governed changes; and saves the state of the replay.
 */
@NullMarked
package dev.agenthub.evidence.verify.controls;

import org.jspecify.annotations.NullMarked;
