package dev.agenthub.server.delegations;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.StorableText;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberKeys;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.MemberSignatures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Members delegate their decisions to another member by a signed statement, for the time of an absence. Thread-safe. */
public final class DelegationAdministration {

    /** The longest delegation; for a longer absence an administrator changes roles or groups. */
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final int LONGEST_REASON = 2_000;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;

    public DelegationAdministration(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Records a signed delegation. Repeating the same statement changes nothing.
     *
     * @throws RefusedException DELEGATION_MALFORMED, DELEGATION_OVERLAPS, NOT_ELIGIBLE where either
     *        member is no approver, KEY_NOT_ENROLLED, KEY_REVOKED, DECISION_SIGNATURE_INVALID
     */
    public Delegation delegate(MemberCaller caller, SignedStatement signed) {
        byte[] statement = signed.statementBytes();
        byte[] signature = signed.signatureBytes();
        DelegationStatement said = parse(statement);
        return transactions.call(caller.writing(), handle -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (!DelegationRows.isStored(handle, caller.org(), said.delegation(), statement)) {
                requireAcceptable(handle, caller, said, now);
                MemberSignatures.require(handle, caller, said.key(),
                        DelegationStatement.preAuthenticationEncoding(statement), signature);
                DelegationRows.insert(handle, said, statement, signature, now);
                audit.append(handle, caller.org(),
                        DelegationRows.created(caller.actor(), said.delegation(), said.member(),
                                statement, signature));
            }
            return DelegationRows.find(handle, caller.org(), said.delegation()).orElseThrow();
        });
    }

    private static DelegationStatement parse(byte[] statement) {
        try {
            DelegationStatement said = DelegationStatement.parse(statement);
            StorableText.require("The reason", said.reason());
            if (said.reason().codePointCount(0, said.reason().length()) > LONGEST_REASON) {
                throw malformed("The reason is longer than " + LONGEST_REASON + " characters.");
            }
            return said;
        } catch (EvidenceException e) {
            throw new RefusedException(ErrorCode.DELEGATION_MALFORMED, e.sentence(), e);
        }
    }

    private static void requireAcceptable(Handle handle, MemberCaller caller, DelegationStatement said, Instant now) {
        if (!said.org().equals(caller.org()) || !said.member().equals(caller.member())) {
            throw malformed("It must be in the caller's own name, in their organization.");
        }
        if (Duration.between(said.signedAt(), now).abs().compareTo(MemberKeys.CLOCK_DIFFERENCE) > 0) {
            throw malformed("It must have been signed just now.");
        }
        if (!said.endsAt().isAfter(now) || said.startsAt().isBefore(now.minus(MemberKeys.CLOCK_DIFFERENCE))) {
            throw malformed("It must be of a time to come.");
        }
        if (Duration.between(said.startsAt(), said.endsAt()).compareTo(LONGEST) > 0) {
            throw malformed("It may last " + LONGEST.toDays() + " days.");
        }
        // Nobody else records a delegation of this member meanwhile.
        MemberRows.holdOne(handle, caller.org(), caller.member());
        for (UUID member : List.of(said.member(), said.delegate())) {
            if (MemberRows.find(handle, caller.org(), member)
                    .filter(person -> person.active() && person.has(Role.APPROVER)).isEmpty()) {
                throw new RefusedException(ErrorCode.NOT_ELIGIBLE);
            }
        }
        if (DelegationRows.find(handle, caller.org(), said.delegation()).isPresent()) {
            throw malformed("Its id stands for another one.");
        }
        if (DelegationRows.overlaps(handle, caller.org(), said)) {
            throw new RefusedException(ErrorCode.DELEGATION_OVERLAPS);
        }
    }

    private static RefusedException malformed(String why) {
        return new RefusedException(ErrorCode.DELEGATION_MALFORMED, why);
    }

    /** A page of delegations, newest first, including ended ones. */
    public Page<Delegation> list(MemberCaller caller, @Nullable UUID before, int limit) {
        List<Delegation> found = transactions.call(caller.context(),
                handle -> DelegationRows.list(handle, caller.org(), before, limit + 1));
        List<Delegation> page = found.subList(0, Math.min(limit, found.size()));
        return new Page<>(page, found.size() > limit ? page.getLast().id().toString() : null);
    }

    /**
     * Ends a delegation early; either of the two members, owners and administrators may. An ended one stays as it is.
     *
     * @throws RefusedException NOT_FOUND, FORBIDDEN
     */
    public void end(MemberCaller caller, UUID id) {
        // With the system's rights: row-level security lets a member of some workspaces write only their own rows.
        transactions.run(OrgContext.system(caller.org()), handle -> {
            Delegation found = DelegationRows.find(handle, caller.org(), id)
                    .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            if (!List.of(found.member(), found.delegate()).contains(caller.member())
                    && !caller.has(Role.OWNER, Role.ADMIN)) {
                throw new RefusedException(ErrorCode.FORBIDDEN);
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (found.endsAt().isAfter(now) && DelegationRows.end(handle, caller.org(), id, now)) {
                audit.append(handle, caller.org(), new EventDraft(EventType.DELEGATION_ENDED, caller.actor(),
                        new Subject(found.member().toString(), "member"), null,
                        JsonObject.builder().put("delegation", id.toString())
                                .put("member", found.member().toString()).build()));
            }
        });
    }
}
