package dev.agenthub.app.ui.signin;

import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.KeyCard;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a person brings to the sign-in screen of a backend, and where else they can go from it. */
public final class Arrival {
    private final Supplier<@Nullable String> ownerInvitation;
    private final @Nullable Runnable elsewhere;
    private @Nullable String invitation;
    private @Nullable Return cameBack;

    /** A member whose session has ended, and why; {@code card} is null where their key is no longer on this device. */
    record Return(@Nullable KeyCard card, String why) {}

    /**
     * An arrival.
     *
     * @param ownerInvitation supplies the code of a new organization's first owner; null once it was used
     * @param invitation the link of an invitation; null for none
     * @param elsewhere opens the choice of another backend; null where there is none
     */
    public Arrival(Supplier<@Nullable String> ownerInvitation, @Nullable String invitation,
            @Nullable Runnable elsewhere) {
        this.ownerInvitation = ownerInvitation;
        this.invitation = invitation;
        this.elsewhere = elsewhere;
    }

    /** An arrival at the only backend, without a link. */
    public static Arrival of(Supplier<@Nullable String> ownerInvitation) {
        return new Arrival(ownerInvitation, null, null);
    }

    @Nullable
    String ownerInvitation() {
        return ownerInvitation.get();
    }

    @Nullable
    Runnable elsewhere() {
        return elsewhere;
    }

    /** The invitation's link; empty where there is none or it was used. */
    Optional<String> invitation() {
        return Optional.ofNullable(invitation);
    }

    /** The key among {@code people} that belongs to the invitation's organization. */
    Optional<KeyCard> earlier(List<KeyCard> people) {
        return invitation().flatMap(InvitationCode::parse)
                .flatMap(code -> people.stream().filter(card -> card.org().equals(code.org())).findFirst());
    }

    /** Sets the message of the next sign-in and its preselected key; {@code card} is null for none. */
    public void comeBack(@Nullable KeyCard card, String why) {
        cameBack = new Return(card, why);
    }

    /** Returns and clears the last {@link Return}; null for none. */
    @Nullable
    Return takeReturn() {
        Return taken = cameBack;
        cameBack = null;
        return taken;
    }

    /** Marks the invitation as used. */
    void useInvitation() {
        invitation = null;
    }
}
