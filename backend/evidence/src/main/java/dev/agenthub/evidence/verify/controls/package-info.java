/**
 * Replays the controls from an export's events and judges them: decisions and their signatures, policies, runs and governed changes.
 * {@code events} reads what they need, {@code state} remembers it, {@code saved} keeps that for the next verification.
 */
@NullMarked
package dev.agenthub.evidence.verify.controls;

import org.jspecify.annotations.NullMarked;
