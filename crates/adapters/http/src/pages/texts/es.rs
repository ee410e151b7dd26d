use super::{LinkTexts, NameTexts, PageTexts, PasswordTexts, ProblemTexts, Texts, Wait};

/// Spanish.
pub(super) const TEXTS: Texts = Texts {
    lang: "es",
    dir: "ltr",
    verify_email: PageTexts {
        heading: "Confirme su dirección de correo",
        lead: "Pulse el botón para confirmar que este buzón es suyo.",
        button: "Confirmar la dirección",
        done_heading: "Dirección de correo confirmada",
        done: "Su dirección de correo está confirmada. Ya puede iniciar sesión.",
        expired: "Este enlace ha caducado. Pida un nuevo correo de confirmación y use el enlace \
            que contiene.",
    },
    reset_password: PageTexts {
        heading: "Elija una contraseña nueva",
        lead: "Al guardarla se cerrará su sesión en todos los dispositivos.",
        button: "Guardar la contraseña",
        done_heading: "Contraseña guardada",
        done: "Su nueva contraseña está guardada y se ha cerrado su sesión en todos los \
            dispositivos. Ya puede iniciar sesión.",
        expired: "Este enlace ha caducado. Pida otra vez una contraseña nueva y use el enlace del \
            nuevo correo.",
    },
    confirm_email_change: PageTexts {
        heading: "Confirme su nueva dirección de correo",
        lead: "Pulse el botón para que su cuenta use esta dirección a partir de ahora. Se cerrará \
            su sesión en todos los dispositivos.",
        button: "Usar esta dirección",
        done_heading: "Nueva dirección de correo confirmada",
        done: "Su cuenta ya tiene la nueva dirección de correo. Se ha cerrado su sesión en todos \
            los dispositivos; vuelva a iniciarla con la nueva dirección.",
        expired: "Este enlace ha caducado. Pida el cambio otra vez y use el enlace del nuevo \
            correo.",
    },
    revert_email_change: PageTexts {
        heading: "Recupere su dirección de correo anterior",
        lead: "Use esta página si usted no pidió cambiar de dirección de correo. Su cuenta \
            recuperará la dirección anterior, se cerrará la sesión en todos los dispositivos y la \
            contraseña dejará de funcionar. Enviaremos a la dirección anterior un enlace para \
            elegir una contraseña nueva.",
        button: "Recuperar la dirección anterior",
        done_heading: "Dirección de correo anterior recuperada",
        done: "Su cuenta tiene de nuevo la dirección de correo anterior. Se ha cerrado la sesión \
            en todos los dispositivos y la contraseña ya no funciona. Para elegir una nueva, use \
            el enlace que acabamos de enviar a esta dirección.",
        expired: "Este enlace ha caducado: la dirección anterior se podía recuperar durante siete \
            días. Póngase en contacto con quien gestiona este servicio.",
    },
    accept_invitation: PageTexts {
        heading: "Acepte su invitación",
        lead: "Elija su nombre y una contraseña. Después su cuenta estará lista.",
        button: "Aceptar la invitación",
        done_heading: "Invitación aceptada",
        done: "Su cuenta está lista. Ya puede iniciar sesión.",
        expired: "Este enlace ha caducado. Pida una nueva invitación a la persona que le invitó.",
    },
    link: LinkTexts {
        label: "Enlace del correo",
        hint: "Copie el enlace completo de nuestro correo y péguelo aquí.",
        missing: "Pegue aquí primero el enlace de nuestro correo.",
    },
    name: NameTexts {
        label: "Nombre",
        hint: "Cómo quiere que le llamemos. Podrá cambiarlo más adelante.",
        missing: "Escriba su nombre.",
        too_long: |max| format!("Este nombre es demasiado largo: caben {max} caracteres."),
        not_allowed: "Este nombre contiene un carácter que no se puede usar.",
    },
    password: PasswordTexts {
        label: "Nueva contraseña",
        hint: |min| {
            format!(
                "Al menos {min} caracteres. Unas cuantas palabras sin relación entre sí son \
                 fáciles de recordar y difíciles de adivinar."
            )
        },
        missing: "Escriba una contraseña nueva.",
        too_short: |min| {
            format!("Esta contraseña es demasiado corta: debe tener al menos {min} caracteres.")
        },
        too_long: |max| {
            format!(
                "Esta contraseña es demasiado larga: caben {max} letras y cifras sencillas. Las \
                 letras con acento, otros alfabetos y los emojis ocupan más."
            )
        },
        too_weak: "Esta contraseña es fácil de adivinar. Hágala más larga o elija palabras que no \
            tengan relación con usted ni entre sí.",
        not_allowed: "Esta contraseña contiene un carácter que no se puede usar.",
    },
    problems: ProblemTexts {
        error: "Error",
        link_spent: "Este enlace no funciona: ya se usó, se envió otro más reciente o está \
            incompleto.",
        too_often: |wait| {
            let wait = match wait {
                Wait::Seconds(1) => "1 segundo".to_owned(),
                Wait::Seconds(seconds) => format!("{seconds} segundos"),
                Wait::Minutes(1) => "1 minuto".to_owned(),
                Wait::Minutes(minutes) => format!("{minutes} minutos"),
            };
            format!("Se ha intentado demasiadas veces. Inténtelo de nuevo dentro de {wait}.")
        },
        busy: "El servicio está demasiado ocupado en este momento. Inténtelo de nuevo en unos \
            instantes.",
        failed: "Algo ha fallado por nuestra parte. Inténtelo de nuevo más tarde.",
        not_understood: "No se ha podido leer el formulario. Abra otra vez el enlace del correo.",
    },
};
