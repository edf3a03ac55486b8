package dev.agenthub.app.ui.signin;

import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.KeyCard;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a person brings to the way in of a backend, and where they can turn instead. */
public final class Arrival {
    private final Supplier<@Nullable String> ownerInvitation;
    private final @Nullable Runnable elsewhere;
    private @Nullable String invitation;
    private @Nullable Return cameBack;

    /** Somebody who was signed in and is not any more; {@code card} is null where their key is no longer on this device. */
    record Return(@Nullable KeyCard card, String why) {}

    /**
     * An arrival.
     *
     * @param ownerInvitation gives the code of a new organization's first owner, null once it was used
     * @param invitation the link that somebody came with, null for none
     * @param elsewhere leads to the choice of another backend, null where there is none
     */
    public Arrival(Supplier<@Nullable String> ownerInvitation, @Nullable String invitation,
            @Nullable Runnable elsewhere) {
        this.ownerInvitation = ownerInvitation;
        this.invitation = invitation;
        this.elsewhere = elsewhere;
    }

    /** At the one backend there is, without a link. */
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

    /** The link that the person came with; empty where there is none, or it was used. */
    Optional<String> invitation() {
        return Optional.ofNullable(invitation);
    }

    /** Who of these people joined the organization of the invitation before. */
    Optional<KeyCard> earlier(List<KeyCard> people) {
        return invitation().flatMap(InvitationCode::parse)
                .flatMap(code -> people.stream().filter(card -> card.org().equals(code.org())).findFirst());
    }

    /** The next to sign in is told why, and found chosen; {@code card} is null for nobody. */
    public void comeBack(@Nullable KeyCard card, String why) {
        cameBack = new Return(card, why);
    }

    /** Who came back last; null for nobody, and from then on. */
    @Nullable
    Return takeReturn() {
        Return taken = cameBack;
        cameBack = null;
        return taken;
    }

    /** It works once. */
    void useInvitation() {
        invitation = null;
    }
}
