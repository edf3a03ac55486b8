package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.server.common.RefusedException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who calls, proven by a token that was valid a moment ago. */
public sealed interface Caller {

    UUID org();

    /** How the caller is named in audit events. */
    Actor actor();

    /** The context in which the caller's transactions run. */
    OrgContext context();

    /** An agent with one of its keys. */
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

    /** A member in a session that one of their keys opened. */
    record MemberCaller(UUID org, UUID session, String key, StoredMember person) implements Caller {

        /** The only ones they belong to; null for every one. */
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
         * Goes on only with one of these roles.
         *
         * @throws RefusedException FORBIDDEN without
         */
        public MemberCaller require(Role... anyOf) {
            person.require(anyOf);
            return this;
        }

        @Override
        public Actor actor() {
            return person.actor();
        }

        /** Whoever is an auditor and nothing else writes nothing. */
        @Override
        public OrgContext context() {
            return person.roles().equals(List.of(Role.AUDITOR)) ? OrgContext.auditor(org, person.id()) : writing();
        }

        /** The context of what is about the caller's own keys and codes, which are closed to a member of some workspaces. */
        public OrgContext own() {
            return workspaces() == null ? writing() : OrgContext.system(org);
        }

        /**
         * The context of what the backend records for an auditor too: whatever any member
         * may do with what is theirs, and what they fetched.
         */
        public OrgContext writing() {
            List<UUID> workspaces = workspaces();
            return workspaces == null
                    ? OrgContext.member(org, person.id())
                    : OrgContext.member(org, person.id(), workspaces);
        }
    }
}
