# SPDX-License-Identifier: Apache-2.0
# The packed files as Debian wants them: folders that all may enter, whatever the umask of who packs;
# pages and changes compressed; no copy of a licence that every Debian has.
set(all ${CPACK_TEMPORARY_DIRECTORY})
execute_process(COMMAND chmod -R u=rwX,go=rX ${all} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${all} ( -name *.1 -o -name changelog.Debian ) -exec gzip -9nf {} +
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${all} -path */share/doc/*/LICENSE -delete COMMAND_ERROR_IS_FATAL ANY)
