
# The names of a matrix, behind options that take one. They are read by awk, as far as a file has one
# name a line: starting Java would take longer than typing. What a file holds is never expanded.
_kverdict_names() { # "SECTION..." FILE
  awk -v sections=" $1 " '
    /^[^[:space:]#]/ {
      key = $0
      sub(/:.*/, "", key)
      inside = index(sections, " " key " ") > 0
      first = 0
      next
    }
    inside && match($0, /[^[:space:]]/) && substr($0, RSTART, 1) !~ /[#-]/ {
      if (!first) first = RSTART
      name = substr($0, RSTART)
      if (RSTART == first && sub(/:.*/, "", name)) {
        gsub(/["\047]/, "", name)
        if (name ~ /^[A-Za-z0-9][A-Za-z0-9._+-]*$/) print name
      }
    }' "$2" 2>/dev/null
}

_kverdict_matrix() {
  local word
  for word in "${COMP_WORDS[@]:2}"; do
    word=${word/#\~\//$HOME/}
    case $word in
      *.yaml | *.yml)
        if [ -f "$word" ] && [ -r "$word" ]; then
          printf '%s\n' "$word"
          return
        fi
        ;;
    esac
  done
  return 1
}

_kverdict_values() { # OPTION FILE
  local kernel patch
  case $1 in
    --patch | --patches) _kverdict_names patches "$2" ;;
    --repro) _kverdict_names "repros guards" "$2" ;;
    --kernel | --kernels)
      printf '%s\n' unpatched patched
      _kverdict_names kernels "$2" | while IFS= read -r kernel; do
        printf '%s\n' "$kernel"
        _kverdict_names patches "$2" | while IFS= read -r patch; do
          printf '%s/%s\n' "$kernel" "$patch"
        done
      done
      ;;
    *) return 1 ;;
  esac
}

_kverdict() {
  local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} matrix name
  if [ "$cur" = = ]; then
    cur=
  elif [ "$option" = = ]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
    --patch | --patches | --repro | --kernel | --kernels)
      if matrix=$(_kverdict_matrix); then
        COMPREPLY=()
        while IFS= read -r name; do
          if [[ $name == "$cur"* ]]; then
            COMPREPLY+=("$name")
          fi
        done < <(_kverdict_values "$option" "$matrix")
        if [ "${#COMPREPLY[@]}" != 0 ]; then
          return 0
        fi
      fi
      ;;
  esac
  _complete_kverdict "$@"
}

complete -F _kverdict -o default kverdict
