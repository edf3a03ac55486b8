package dev.agenthub.app.client;

import dev.agenthub.api.Me;
import dev.agenthub.app.platform.Signer;

/** A signed-in member: who they are, what they may ask the backend, and what signs their decisions. */
public record Session(MemberClient client, Me me, Signer signer) {}
