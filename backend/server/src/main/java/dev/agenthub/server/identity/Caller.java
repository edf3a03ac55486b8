package dev.agenthub.server.identity;

import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.server.common.RefusedException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An authenticated caller. The token was valid when the call began; see {@link Author} for later checks. */
public sealed interface Caller {

    UUID org();

    /** The caller as the actor of audit events. */
    Actor actor();

    /** The context in which the caller's transactions run. */
    OrgContext context();

    /** An agent, authenticated by one of its keys. */
    record AgentCaller(UUID org, UUID agent, String name) implements Caller {

        @Override
        public Actor actor() {
            return new Actor(agent.toString(), ActorKind.AGENT, name);
        }

        @Override
        public OrgContext context() {
            return OrgContext.agent(org, agent);
        }
    }

    /** A member, authenticated by a session. */
    record MemberCaller(UUID org, UUID session, String key, StoredMember person) implements Caller {

        /** The member's workspaces; null for every workspace. */
        public @Nullable List<UUID> workspaces() {
            return person.workspaces();
        }

        public UUID member() {
            return person.id();
        }

        public boolean has(Role... anyOf) {
            return person.has(anyOf);
        }

        /**
         * Requires one of these roles.
         *
         * @throws RefusedException FORBIDDEN
         */
        public MemberCaller require(Role... anyOf) {
            person.require(anyOf);
            return this;
        }

        @Override
        public Actor actor() {
            return person.actor();
        }

        /** Read-only for a member who is only an auditor. */
        @Override
        public OrgContext context() {
            return person.roles().equals(List.of(Role.AUDITOR)) ? OrgContext.auditor(org, person.id()) : writing();
        }

        /** The context for the caller's own keys and codes, which row-level security hides from a member of some workspaces. */
        public OrgContext own() {
            return workspaces() == null ? writing() : OrgContext.system(org);
        }

        /**
         * The writing context for what every member may do, auditors included: their own sessions and keys, and recorded payload fetches.
         */
        public OrgContext writing() {
            List<UUID> workspaces = workspaces();
            return workspaces == null
                    ? OrgContext.member(org, person.id())
                    : OrgContext.member(org, person.id(), workspaces);
        }
    }
}
