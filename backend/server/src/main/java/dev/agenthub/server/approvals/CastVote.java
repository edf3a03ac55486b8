package dev.agenthub.server.approvals;

import dev.agenthub.api.Role;
import dev.agenthub.api.Vote;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.statement.Quorum;
import dev.agenthub.server.identity.Person;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/**
 * A recorded decision beside what is true of its member and key now.
 *
 * @param statement the signed bytes, verbatim
 */
record CastVote(UUID request, Person person, String key, boolean keyRevoked, byte[] publicKey, byte[] statement,
        byte[] signature) {

    DecisionStatement said() {
        return DecisionStatement.parse(statement);
    }

    boolean signatureHolds() {
        return Ed25519Keys.isValid(publicKey, DecisionStatement.preAuthenticationEncoding(statement), signature);
    }

    boolean approves() {
        return said().decision() == Decision.APPROVE;
    }

    /** Whether the member may still vote; what a removed member or a revoked key once said does not count. */
    boolean standing() {
        return person.active() && person.roles().contains(Role.APPROVER) && !keyRevoked;
    }

    Quorum.Voter voter() {
        return new Quorum.Voter(person.id(), Set.copyOf(person.groups()));
    }

    Vote shown() {
        DecisionStatement said = said();
        Base64.Encoder base64 = Base64.getEncoder();
        return new Vote(person.id(), person.name(), person.groups(), said.decision().word(), key, said.reason(),
                said.decidedAt(),
                base64.encodeToString(statement), base64.encodeToString(signature), base64.encodeToString(publicKey));
    }
}
