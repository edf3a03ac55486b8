package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.db.OrgContext;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.server.RefusedException;
import java.util.UUID;

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
    record MemberCaller(UUID org, UUID session, String key, Person person) implements Caller {

        public UUID member() {
            return person.id();
        }

        public boolean has(Role... anyOf) {
            for (Role role : anyOf) {
                if (person.roles().contains(role)) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Goes on only with one of these roles.
         *
         * @throws RefusedException FORBIDDEN without
         */
        public MemberCaller require(Role... anyOf) {
            if (!has(anyOf)) {
                throw new RefusedException(ErrorCode.FORBIDDEN);
            }
            return this;
        }

        @Override
        public Actor actor() {
            return person.actor();
        }

        @Override
        public OrgContext context() {
            return OrgContext.member(org, person.id());
        }
    }
}
